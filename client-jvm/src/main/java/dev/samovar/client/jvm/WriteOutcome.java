package dev.samovar.client.jvm;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * How a write ended. While the client is not connected a write has not ended: it is sent when there is a connection
 * again, and done once however often it is sent.
 */
public sealed interface WriteOutcome {
    enum Kind {
        COMMITTED,
        REJECTED,
        UNKNOWN,
        NOT_SENT
    }

    Kind kind();

    /**
     * It was done, and collections of this client show it.
     *
     * @param result what a command returned; {@code null} if nothing
     */
    record Committed(@Nullable Value result) implements WriteOutcome {
        @Override
        public Kind kind() {
            return Kind.COMMITTED;
        }
    }

    /** It was not done, and the same would end the same. */
    record Rejected(Refusal refusal) implements WriteOutcome {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /**
     * It may have been done or not: the client was closed, or was done waiting, before the answer came.
     *
     * @param txId sent again with this id it is done at most once
     */
    record Unknown(String txId) implements WriteOutcome {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }

    /** It was not done: the client is closed, and never sent it. */
    record NotSent(Closed closed) implements WriteOutcome {
        @Override
        public Kind kind() {
            return Kind.NOT_SENT;
        }
    }

    default boolean isCommitted() {
        return kind() == Kind.COMMITTED;
    }

    /**
     * For whom only success will do.
     *
     * @return what a command returned; {@link Value#NULL} if nothing
     * @throws SyncException if it was not committed, or if that is not known
     */
    default Value orThrow() {
        return switch (kind()) {
            case COMMITTED -> {
                Value result = ((Committed) this).result();
                yield result == null ? Value.NULL : result;
            }
            case REJECTED -> throw SyncException.of(((Rejected) this).refusal());
            case UNKNOWN -> throw SyncException.unknown(((Unknown) this).txId());
            case NOT_SENT -> throw SyncException.of(((NotSent) this).closed());
        };
    }
}
