package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to a client. Rows are anything that can write itself; in a frame that was read they are a
 * {@link ReadValue}. A component that is {@code null} is not written; on the wire an optional field that is nil and one
 * that is absent are the same.
 *
 * <p>Boundaries move the client's position; every change up to the position of one has been sent before it. In the
 * reference profile they are {@link SnapEnd}, {@link UpToDate} and {@link Committed}, in {@code samovar/1} {@link Live}
 * and {@link Flush}.
 *
 * <p>From {@link Welcome} on, the kinds are those of {@code samovar/1} alone, which has {@link Rejected},
 * {@link Reset}, {@link Page}, {@link SubError} and {@link PageError} in common with the reference profile.
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
        PAGE_ERROR("page-error"),
        WELCOME("welcome"),
        BEGIN("begin"),
        CHUNK("chunk"),
        CHANGES("changes"),
        LIVE("live"),
        FLUSH("flush"),
        PRESENT("present"),
        SAID("said");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** Reads what {@link #wireName} gives; {@code null} for anything else. */
        public static @Nullable Kind parse(String wireName) {
            for (Kind kind : values()) {
                if (kind.wireName.equals(wireName)) {
                    return kind;
                }
            }
            return null;
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
     * The rows of a subscription are void; a snapshot may follow, and does in {@code samovar/1}.
     *
     * @param sub {@code null} for all of them
     * @param reason the wire name of a {@link ResetReason}, or another text that a different server sent; {@code null}
     *     in the reference profile
     */
    record Reset(@Nullable String sub, @Nullable String reason) implements ServerFrame {
        /** A reset of the reference profile. */
        public Reset(@Nullable String sub) {
            this(sub, null);
        }

        public static Reset of(String sub, ResetReason reason) {
            return new Reset(sub, reason.wireName());
        }

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

    /**
     * A subscription was refused. In the reference profile it goes before the {@link Reset} that clients of other
     * makers understand.
     */
    record SubError(String sub, Refusal error) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.SUB_ERROR;
        }
    }

    /**
     * A fetch was refused. In the reference profile it goes before the empty {@link Page} that clients of other makers
     * understand.
     */
    record PageError(String fetchId, Refusal error) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.PAGE_ERROR;
        }
    }

    /**
     * The answer to a {@link ClientFrame.Hello}: the connection speaks {@code samovar/1}.
     *
     * @param version the version spoken from now on, 1 up to the client's
     * @param seq the newest position, and the boundary that the {@code prev} of the first {@link Flush} names
     * @param session the name of this connection among those that are {@link Present}
     * @param heartbeat milliseconds after which a client that got nothing sends a ping
     * @param expires when the connection will be closed for its credentials, in milliseconds since 1970; {@code null}
     *     for never
     */
    record Welcome(
            int version,
            String epoch,
            Position seq,
            String session,
            int heartbeat,
            @Nullable Double expires,
            ServerLimits limits)
            implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.WELCOME;
        }
    }

    /** A snapshot begins. Its rows, completed by the {@link Changes} after this position, become the subscription's. */
    record Begin(String sub, String epoch, Position seq) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.BEGIN;
        }
    }

    /**
     * Some rows of a snapshot, column by column.
     *
     * @param key which of the columns is the row's key, counted from 0
     * @param columns not empty
     * @param values for each column an array of its values, one for each row; in a frame that was read a
     *     {@link ReadValue}, all of one length, and each key a text
     * @param next what a client gives as {@code resume} to go on after these rows; in a frame that was read a
     *     {@link ReadValue}
     */
    record Chunk(String sub, int key, List<String> columns, List<? extends Encodable> values, Encodable next)
            implements ServerFrame {
        /** The keys of its rows. Only a chunk that was read can tell them. */
        public List<String> keys() {
            ReadValue column = (ReadValue) values.get(key);
            List<String> keys = new ArrayList<>(column.size());
            for (int i = 0; i < column.size(); i++) {
                keys.add(Objects.requireNonNull(column.item(i).asText()));
            }
            return keys;
        }

        @Override
        public Kind kind() {
            return Kind.CHUNK;
        }
    }

    /**
     * Some of what a subscription has missed.
     *
     * @param changes an array of changes; in a frame that was read {@link RowChanges}
     */
    record Changes(String sub, Encodable changes) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.CHANGES;
        }
    }

    /** The rows of a subscription are complete at this position. From now on it is part of every {@link Flush}. */
    record Live(String sub, String epoch, Position seq) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.LIVE;
        }
    }

    /**
     * All that happened after one boundary and up to the next, to be applied as one. A boundary of every subscription
     * that is live.
     *
     * @param prev the boundary before this one on the connection; another than the client's own shows a gap
     * @param epoch the epoch of {@code seq}; {@code null} while it is the one that was told last
     * @param subs the changes, in the order of the log for each subscription
     * @param done the client's own writes that are committed, and visible in {@code subs}
     */
    record Flush(Position prev, Position seq, @Nullable String epoch, List<SubChanges> subs, List<DoneWrite> done)
            implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.FLUSH;
        }
    }

    /**
     * Who has come, has changed or is gone. The first one after a {@link ClientFrame.Join} tells all who are there.
     *
     * @param gone sessions
     */
    record Present(List<Peer> peers, List<String> gone) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.PRESENT;
        }
    }

    /**
     * Somebody's {@link ClientFrame.Broadcast}.
     *
     * @param from the session that said it
     * @param who its user
     */
    record Said(String from, String who, @Nullable Encodable data) implements ServerFrame {
        @Override
        public Kind kind() {
            return Kind.SAID;
        }
    }
}
