package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down how a write ended. */
record Outcome(String name, List<String> log) implements WriteListener {
    @Override
    public void onCommitted(@Nullable Encodable result) {
        log.add(name + " COMMITTED" + (result == null ? "" : " " + result));
    }

    @Override
    public void onRejected(Refusal refusal) {
        log.add(name + " REJECTED " + refusal.code());
    }

    @Override
    public void onUnknown(String txId) {
        log.add(name + " UNKNOWN");
    }

    @Override
    public void onNotSent(Closed closed) {
        log.add(name + " NOT_SENT " + closed.cause());
    }
}
