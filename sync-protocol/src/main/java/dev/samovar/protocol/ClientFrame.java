package dev.samovar.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to a server. Values are anything that can write itself; in a frame that was read they are
 * {@link Value}. A component that is {@code null} is not written; on the wire an optional field that is nil and one
 * that is absent are the same.
 *
 * <p>Each kind writes itself, so that a program has no code for the kinds it never makes.
 *
 * <p>{@link Hello}, {@link Ack}, {@link Join}, {@link Leave} and {@link Broadcast} are of {@code samovar/1}. Only a
 * client that opened with a {@link Hello} sends the others.
 */
public sealed interface ClientFrame extends Encodable {
    Kind kind();

    /** Writes its fields in the order of the golden frames. */
    void writeTo(FrameOutput out);

    @Override
    default void encodeTo(MessagePackWriter out) {
        writeTo(out);
    }

    /** The kinds, each with the text of its field {@code t}. */
    enum Kind {
        SUB("sub"),
        UNSUB("unsub"),
        MUT("mut"),
        CALL("call"),
        FETCH("fetch"),
        HELLO("hello"),
        ACK("ack"),
        JOIN("join"),
        LEAVE("leave"),
        BROADCAST("broadcast");

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
                case "hello" -> HELLO;
                case "ack" -> ACK;
                case "join" -> JOIN;
                case "leave" -> LEAVE;
                case "broadcast" -> BROADCAST;
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
     * @param epoch the epoch that {@code since} was told in; {@code samovar/1}
     * @param resume the {@code next} of the last {@link ServerFrame.Chunk} of a snapshot that broke off, as it came;
     *     {@code since} and {@code epoch} are then those of its {@link ServerFrame.Begin}; {@code samovar/1}
     */
    record Sub(
            String subId,
            String collection,
            @Nullable Encodable where,
            @Nullable Encodable orderBy,
            @Nullable Double limit,
            @Nullable Double offset,
            @Nullable String since,
            @Nullable String epoch,
            @Nullable Encodable resume)
            implements ClientFrame {
        /** A subscription of the reference profile. */
        public Sub(
                String subId,
                String collection,
                @Nullable Encodable where,
                @Nullable Encodable orderBy,
                @Nullable Double limit,
                @Nullable Double offset,
                @Nullable String since) {
            this(subId, collection, where, orderBy, limit, offset, since, null, null);
        }

        @Override
        public Kind kind() {
            return Kind.SUB;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.sub(this, out);
        }
    }

    /** Ends a subscription. There is no answer, and ending one that does not exist is no error. */
    record Unsub(String subId) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.UNSUB;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.unsub(this, out);
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

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.mut(this, out);
        }
    }

    /**
     * Runs a command of the author.
     *
     * @param txId as in {@link Mut}, out of the same space of ids
     */
    record Call(String txId, String name, @Nullable Encodable args) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.CALL;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.call(this, out);
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
            @Nullable Encodable where,
            @Nullable Encodable cursor,
            @Nullable Encodable orderBy,
            @Nullable Double limit)
            implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.FETCH;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.fetch(this, out);
        }
    }

    /**
     * Asks for {@code samovar/1}. The first frame of a connection, or the connection stays with the reference profile.
     *
     * @param version the newest version the client speaks, 1 or more
     * @param agent what the client is, for logs
     */
    record Hello(int version, @Nullable String agent) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.HELLO;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.hello(this, out);
        }
    }

    /**
     * Tells how much the client has handled, so that the server may send more.
     *
     * @param bytes of all binary messages of this connection that were handled, a whole number from 0 to
     *     2<sup>53</sup>-1
     */
    record Ack(double bytes) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.ACK;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.ack(this, out);
        }
    }

    /**
     * Shows the client to the others, or gives it a new state.
     *
     * @param state what the others see of it
     */
    record Join(@Nullable Encodable state) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.JOIN;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.join(this, out);
        }
    }

    /** Takes the client out of sight. There is no answer, and leaving without having joined is no error. */
    record Leave() implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.LEAVE;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.leave(out);
        }
    }

    /** Says something to all others that are connected now. It is not kept. */
    record Broadcast(@Nullable Encodable data) implements ClientFrame {
        @Override
        public Kind kind() {
            return Kind.BROADCAST;
        }

        @Override
        public void writeTo(FrameOutput out) {
            ClientFrameWriter.broadcast(this, out);
        }
    }
}
