package dev.samovar.protocol;

import dev.samovar.protocol.Decoding.Malformed;
import dev.samovar.protocol.Decoding.Ok;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one WebSocket message into a frame. Whatever the bytes are, the answer is a frame that keeps all
 * the guards of its kind, or {@link Malformed}; it never throws. Fields it does not know are ignored; a kind it does
 * not know is malformed.
 */
public final class FrameReader {
    private static final int MAX_SHOWN_CHARS = 32;

    private FrameReader() {}

    /** Reads what a client sent. */
    public static Decoding<ClientFrame> clientFrame(byte[] bytes, Limits limits) {
        try {
            Value value = MessagePackReader.readOrThrow(bytes, limits);
            String type = Fields.of("frame", value).text("t");
            ClientFrame.Kind kind = ClientFrame.Kind.parse(type);
            return kind == null ? unknownKind(type) : new Ok<>(clientFrame(kind, Fields.of(type, value)));
        } catch (MalformedException e) {
            return new Malformed<>(e.reason());
        }
    }

    /** Reads what a server sent, in either profile. Rows and results are {@link Value}s. */
    public static Decoding<ServerFrame> serverFrame(byte[] bytes, Limits limits) {
        Decoding<Value> decoding = MessagePackReader.read(bytes, limits);
        if (decoding instanceof Ok<Value> ok) {
            return serverFrame(ok.value(), (kind, fields) -> {
                ServerFrame frame = samovarOrPage(kind, fields);
                if (frame == null) {
                    frame = PresenceFrameReader.frame(kind, fields);
                }
                return frame == null ? ReferenceFrameReader.frame(kind, fields) : frame;
            });
        }
        return new Malformed<>(((Malformed<Value>) decoding).reason());
    }

    /**
     * Reads what a server sent to a client that said hello, and neither joined nor asked for a page. The kinds that
     * come only to those who did, and those of the reference profile alone, are not known here, so a program that needs
     * only this has no code for them.
     *
     * @param value the message as one value, in whatever form: rows and results are handed on in it
     */
    public static Decoding<ServerFrame> samovarServerFrame(ReadValue value) {
        return serverFrame(value, SamovarFrameReader::frame);
    }

    /** The same for a client that did ask for a page. */
    public static Decoding<ServerFrame> samovarServerFrameOrPage(ReadValue value) {
        return serverFrame(value, FrameReader::samovarOrPage);
    }

    private static @Nullable ServerFrame samovarOrPage(String kind, Fields fields) {
        ServerFrame frame = SamovarFrameReader.frame(kind, fields);
        return frame == null ? PageFrameReader.frame(kind, fields) : frame;
    }

    private interface KindReader {
        /** The frame; {@code null} if the kind is not known. */
        @Nullable
        ServerFrame read(String kind, Fields fields);
    }

    private static Decoding<ServerFrame> serverFrame(ReadValue value, KindReader reader) {
        try {
            String type = Fields.of("frame", value).text("t");
            ServerFrame frame = reader.read(type, Fields.of(type, value));
            return frame == null ? unknownKind(type) : new Ok<>(frame);
        } catch (MalformedException e) {
            return new Malformed<>(e.reason());
        }
    }

    private static ClientFrame clientFrame(ClientFrame.Kind kind, Fields fields) {
        return switch (kind) {
            case SUB ->
                new ClientFrame.Sub(
                        fields.nonEmptyText("subId"),
                        fields.nonEmptyText("collection"),
                        fields.optional("where"),
                        fields.optional("orderBy"),
                        fields.optionalNumber("limit"),
                        fields.optionalNumber("offset"),
                        fields.optionalText("since"),
                        fields.optionalText("epoch"),
                        fields.optional("resume"));
            case UNSUB -> new ClientFrame.Unsub(fields.text("subId"));
            case MUT ->
                new ClientFrame.Mut(fields.nonEmptyText("txId"), fields.nonEmptyText("collection"), ops(fields));
            case CALL ->
                new ClientFrame.Call(fields.nonEmptyText("txId"), fields.nonEmptyText("name"), fields.optional("args"));
            case FETCH ->
                new ClientFrame.Fetch(
                        fields.nonEmptyText("fetchId"),
                        fields.nonEmptyText("collection"),
                        fields.optional("where"),
                        fields.optionalMap("cursor"),
                        fields.optional("orderBy"),
                        fields.optionalNumber("limit"));
            case HELLO -> new ClientFrame.Hello(fields.whole("version", 1), fields.optionalText("agent"));
            case ACK -> new ClientFrame.Ack(fields.count("bytes"));
            case JOIN -> new ClientFrame.Join(fields.optional("state"));
            case LEAVE -> new ClientFrame.Leave();
            case BROADCAST -> new ClientFrame.Broadcast(fields.optional("data"));
        };
    }

    private static List<MutationOp> ops(Fields fields) {
        ReadValue items = fields.array("ops");
        if (items.size() == 0) {
            throw fields.malformed("ops", "is empty");
        }
        List<MutationOp> ops = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Fields op = Fields.of("operation of mut", items.item(i));
            ops.add(new MutationOp(op.operation("type"), op.text("key"), op.optionalMap("cols")));
        }
        return ops;
    }

    private static <T> Decoding<T> unknownKind(String type) {
        String shown = type.length() <= MAX_SHOWN_CHARS ? type : type.substring(0, MAX_SHOWN_CHARS) + "...";
        return new Malformed<>("Malformed frame: t is '" + shown + "', which is no kind of frame known here.");
    }
}
