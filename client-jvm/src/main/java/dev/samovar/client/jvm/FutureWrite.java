package dev.samovar.client.jvm;

import dev.samovar.client.WriteListener;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Completes a future with how a write ended, when the client has done everything else about it. */
final class FutureWrite implements WriteListener {
    private final CompletableFuture<WriteOutcome> future;
    private final Executor loop;

    FutureWrite(CompletableFuture<WriteOutcome> future, Executor loop) {
        this.future = future;
        this.loop = loop;
    }

    @Override
    public void onCommitted(@Nullable Encodable result) {
        end(new WriteOutcome.Committed((Value) result));
    }

    @Override
    public void onRejected(Refusal refusal) {
        end(new WriteOutcome.Rejected(refusal));
    }

    @Override
    public void onUnknown(String txId) {
        end(new WriteOutcome.Unknown(txId));
    }

    @Override
    public void onNotSent(Closed closed) {
        end(new WriteOutcome.NotSent(closed));
    }

    private void end(WriteOutcome outcome) {
        loop.execute(() -> future.complete(outcome));
    }
}
