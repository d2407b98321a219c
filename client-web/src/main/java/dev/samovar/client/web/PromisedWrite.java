package dev.samovar.client.web;

import dev.samovar.client.WriteListener;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Settles the promise of a write with how the write ended. */
abstract class PromisedWrite implements WriteListener {
    private final BrowserClient client;
    private final JSObject resolve;
    private final JSObject reject;

    PromisedWrite(BrowserClient client, JSObject resolve, JSObject reject) {
        this.client = client;
        this.resolve = resolve;
        this.reject = reject;
    }

    /** The error for a refused write of this kind. */
    abstract JSObject rejection(Refusal refusal);

    @Override
    public void onCommitted(@Nullable Encodable result) {
        settle(resolve, result == null ? null : ((JsValue) result).value);
    }

    @Override
    public void onRejected(Refusal refusal) {
        settle(reject, rejection(refusal));
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
