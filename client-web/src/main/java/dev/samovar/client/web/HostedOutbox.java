package dev.samovar.client.web;

import dev.samovar.client.OutboxStore;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Tells the host which writes have no outcome. */
final class HostedOutbox implements OutboxStore {
    private final Host host;

    HostedOutbox(Host host) {
        this.host = host;
    }

    @Override
    public void added(String txId, byte[] frame) {
        host.writeAdded(txId, toJs(frame));
    }

    @Override
    public void settled(String txId) {
        host.writeSettled(txId);
    }

    @JSBody(params = "bytes", script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native JSObject toJs(@JSByRef byte[] bytes);

    /** What {@link Host#writeAdded} got. */
    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    @JSByRef
    static native byte[] bytes(JSObject bytes);
}
