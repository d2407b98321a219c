package dev.samovar.client.web;

import dev.samovar.client.WriteListener;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Settles the promise of a write with how the write ended. */
final class PromisedWrite implements WriteListener {
    private final BrowserClient client;
    private final String id;
    private final boolean isCommand;
    private final JSObject resolve;
    private final JSObject reject;

    /** @param id of a command its name, of a mutation that of its transaction */
    PromisedWrite(BrowserClient client, String id, boolean isCommand, JSObject resolve, JSObject reject) {
        this.client = client;
        this.id = id;
        this.isCommand = isCommand;
        this.resolve = resolve;
        this.reject = reject;
    }

    @Override
    public void onCommitted(@Nullable Encodable result) {
        settle(resolve, result == null ? null : ((JsValue) result).value);
    }

    @Override
    public void onRejected(Refusal refusal) {
        settle(reject, client.rejected(id, isCommand, refusal));
    }

    @Override
    public void onUnknown(String txId) {
        settle(reject, client.outcomeUnknown(txId));
    }

    @Override
    public void onNotSent(Closed closed) {
        settle(reject, client.closed(closed));
    }

    /** Calls {@code resolve} or {@code reject}. */
    @JSBody(
            params = {"settler", "value"},
            script = "settler(value);")
    static native void settle(JSObject settler, @Nullable JSObject value);
}
