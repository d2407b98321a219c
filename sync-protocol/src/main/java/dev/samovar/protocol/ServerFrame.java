package dev.samovar.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to a client. Rows are anything that can write itself; in a frame that was read they are
 * {@link Value.Map}. A component that is {@code null} is not written; on the wire an optional field that is nil and one
 * that is absent are the same.
 *
 * <p>Three kinds are boundaries and move the client's position: {@link SnapEnd}, {@link UpToDate} and
 * {@link Committed}. Every change up to the position of a boundary has been sent before it.
 */
public sealed interface ServerFrame {
    Kind kind();

    /** The kinds, each with the text of its field {@code t}. */
    enum Kind {
        SNAP("snap"),
        SNAP_END("snap-end"),
        DELTA("d"),
        UP_TO_DATE("uptodate"),
        COMMITTED("committed"),
        REJECTED("rejected"),
        RESET("reset"),
        PAGE("page"),
        SUB_ERROR("sub-error"),
        PAGE_ERROR("page-error");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** Reads what {@link #wireName} gives; {@code null} for anything else. */
        public static @Nullable Kind parse(String wireName) {
            return switch (wireName) {
                case "snap" -> SNAP;
                case "snap-end" -> SNAP_END;
                case "d" -> DELTA;
                case "uptodate" -> UP_TO_DATE;
                case "committed" -> COMMITTED;
                case "rejected" -> REJECTED;
                case "reset" -> RESET;
                case "page" -> PAGE;
                case "sub-error" -> SUB_ERROR;
                case "page-error" -> PAGE_ERROR;
                default -> null;
            };
        }
    }

    /** One row of a snapshot. */
    record Snap(String sub, String key, Encodable row, Position seq) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.SNAP;
        }
    }

    /** The snapshot is complete, which may be one of no rows. */
    record SnapEnd(String sub, Position seq) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.SNAP_END;
        }
    }

    /**
     * A row has changed.
     *
     * @param cols the whole row as it is now; {@code null} for a delete
     */
    record Delta(
            String sub, String key, Operation op, @Nullable Encodable cols, Position seq) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.DELTA;
        }
    }

    /**
     * All deltas up to the position have been sent.
     *
     * @param sub the subscription that has caught up; {@code null} for every subscription of the socket
     */
    record UpToDate(Position seq, @Nullable String sub) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.UP_TO_DATE;
        }
    }

    /**
     * A mutation or a command was done. The rows it changed have been sent before.
     *
     * @param result what a command returned
     */
    record Committed(String txId, Position seq, @Nullable Encodable result) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.COMMITTED;
        }
    }

    /** A mutation or a command was refused, or failed. */
    record Rejected(String txId, Refusal error) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /**
     * The rows of a subscription are to be dropped; a snapshot may follow.
     *
     * @param sub {@code null} for all of them
     */
    record Reset(@Nullable String sub) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.RESET;
        }
    }

    /** The answer to a {@link ClientFrame.Fetch}. */
    record Page(String fetchId, List<? extends Encodable> rows, Position seq) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.PAGE;
        }
    }

    /** A subscription was refused. Sent beside the {@link Reset} that clients of other makers understand. */
    record SubError(String sub, Refusal error) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.SUB_ERROR;
        }
    }

    /** A fetch was refused. Sent beside the empty {@link Page} that clients of other makers understand. */
    record PageError(String fetchId, Refusal error) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.PAGE_ERROR;
        }
    }
}
