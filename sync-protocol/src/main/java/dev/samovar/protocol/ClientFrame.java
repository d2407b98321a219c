package dev.samovar.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to a server. A component that is {@code null} is not written; on the wire an optional field that
 * is nil and one that is absent are the same.
 */
public sealed interface ClientFrame {
    Kind kind();

    /** The kinds, each with the text of its field {@code t}. */
    enum Kind {
        SUB("sub"),
        UNSUB("unsub"),
        MUT("mut"),
        CALL("call"),
        FETCH("fetch");

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
                case "sub" -> SUB;
                case "unsub" -> UNSUB;
                case "mut" -> MUT;
                case "call" -> CALL;
                case "fetch" -> FETCH;
                default -> null;
            };
        }
    }

    /**
     * Asks for the rows of a collection and their changes from now on.
     *
     * @param subId chosen by the client, not empty; using one again replaces the subscription
     * @param where which rows; {@code null} for all
     * @param orderBy shapes the snapshot only, as do {@code limit} and {@code offset}
     * @param since where an earlier connection stopped, as text of the peer that is not checked here
     */
    record Sub(
            String subId,
            String collection,
            @Nullable Value where,
            @Nullable Value orderBy,
            @Nullable Double limit,
            @Nullable Double offset,
            @Nullable String since)
            implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.SUB;
        }
    }

    /** Ends a subscription. There is no answer, and ending one that does not exist is no error. */
    record Unsub(String subId) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.UNSUB;
        }
    }

    /**
     * Asks for changes of rows, all or none.
     *
     * @param txId chosen by the client, not empty; sending it again does not do it again
     * @param ops not empty; how many are too many is not checked here
     */
    record Mut(String txId, String collection, List<MutationOp> ops) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.MUT;
        }
    }

    /**
     * Runs a command of the author.
     *
     * @param txId as in {@link Mut}, out of the same space of ids
     */
    record Call(String txId, String name, @Nullable Value args) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.CALL;
        }
    }

    /**
     * Asks once for rows, without following them.
     *
     * @param cursor a map that says where the page starts
     */
    record Fetch(
            String fetchId,
            String collection,
            @Nullable Value where,
            @Nullable Value cursor,
            @Nullable Value orderBy,
            @Nullable Double limit)
            implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.FETCH;
        }
    }
}
