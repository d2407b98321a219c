package dev.samovar.testkit;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * What became of a write of a {@link TestClient}: committed, rejected, or pending, because a handler waits or the
 * connection was lost. A pending one settles when the answer comes.
 */
public final class WriteOutcome {
    private final TestClient client;
    private final String txId;
    private final byte[] frame;
    private @Nullable ServerFrame answer;

    WriteOutcome(TestClient client, String txId, byte[] frame) {
        this.client = client;
        this.txId = txId;
        this.frame = frame;
    }

    public boolean isPending() {
        return answer() == null;
    }

    public boolean isCommitted() {
        return answer() instanceof ServerFrame.Committed;
    }

    public boolean isRejected() {
        return answer() instanceof ServerFrame.Rejected;
    }

    /**
     * The position of the write in the change log.
     *
     * @throws IllegalStateException if it is not committed
     */
    public Position position() {
        return committed().seq();
    }

    /**
     * What the command returned; {@link Value#NULL} for nothing, and for a mutation.
     *
     * @throws IllegalStateException if it is not committed
     */
    public Value result() {
        return committed().result() instanceof Value value ? value : Value.NULL;
    }

    /**
     * Why the object refused.
     *
     * @throws IllegalStateException if it did not
     */
    public Refusal rejection() {
        if (answer() instanceof ServerFrame.Rejected rejected) {
            return rejected.error();
        }
        throw new IllegalStateException("The write was not rejected: it is " + this + ".");
    }

    /** The id under which the write was sent. */
    public String txId() {
        return txId;
    }

    byte[] frame() {
        return frame;
    }

    void answered(ServerFrame committedOrRejected) {
        answer = committedOrRejected;
    }

    private ServerFrame.Committed committed() {
        if (answer() instanceof ServerFrame.Committed committed) {
            return committed;
        }
        throw new IllegalStateException("The write was not committed: it is " + this + ".");
    }

    private @Nullable ServerFrame answer() {
        client.receive();
        return answer;
    }

    /** For example {@code rejected: FORBIDDEN, not your message}. */
    @Override
    public String toString() {
        if (answer() instanceof ServerFrame.Rejected rejected) {
            return "rejected: " + rejected.error().code() + ", "
                    + rejected.error().message();
        }
        return answer instanceof ServerFrame.Committed committed ? "committed at " + committed.seq() : "pending";
    }
}
