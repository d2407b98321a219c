package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each kind of frame of a server must have, and what becomes of it. */
final class ServerFrameReader {
    private ServerFrameReader() {}

    static ServerFrame frame(ServerFrame.Kind kind, Fields fields) {
        ServerFrame frame = referenceFrame(kind, fields);
        return frame == null ? SamovarFrameReader.frame(kind, fields) : frame;
    }

    /** A frame of the reference profile; {@code null} for a kind of {@code samovar/1} alone. */
    static @Nullable ServerFrame referenceFrame(ServerFrame.Kind kind, Fields fields) {
        return switch (kind) {
            case SNAP ->
                new ServerFrame.Snap(
                        fields.text("sub"), fields.keyText("key"), fields.map("row"), fields.position("seq"));
            case SNAP_END -> new ServerFrame.SnapEnd(fields.text("sub"), fields.position("seq"));
            case DELTA -> delta(fields);
            case UP_TO_DATE -> new ServerFrame.UpToDate(fields.position("seq"), fields.optionalText("sub"));
            case COMMITTED ->
                new ServerFrame.Committed(fields.text("txId"), fields.position("seq"), fields.optional("result"));
            case REJECTED ->
                new ServerFrame.Rejected(
                        fields.text("txId"), refusal(Fields.of("error of rejected", fields.optional("error"))));
            case RESET -> new ServerFrame.Reset(fields.optionalText("sub"), fields.optionalText("reason"));
            case PAGE -> new ServerFrame.Page(fields.text("fetchId"), rows(fields), fields.position("seq"));
            case SUB_ERROR -> new ServerFrame.SubError(fields.text("sub"), refusal(fields));
            case PAGE_ERROR -> new ServerFrame.PageError(fields.text("fetchId"), refusal(fields));
            case WELCOME, BEGIN, CHUNK, CHANGES, LIVE, FLUSH, PRESENT, SAID -> null;
        };
    }

    private static ServerFrame.Delta delta(Fields fields) {
        Operation op = fields.operation("op");
        Value.@Nullable Map cols = op == Operation.DELETE ? fields.optionalMap("cols") : fields.map("cols");
        return new ServerFrame.Delta(fields.text("sub"), fields.text("key"), op, cols, fields.position("seq"));
    }

    private static List<Value.Map> rows(Fields fields) {
        List<Value> items = fields.array("rows");
        List<Value.Map> rows = new ArrayList<>(items.size());
        for (Value item : items) {
            if (!(item instanceof Value.Map row)) {
                throw fields.malformed("rows", "has an item that is not a map");
            }
            rows.add(row);
        }
        return rows;
    }

    private static Refusal refusal(Fields fields) {
        return new Refusal(fields.optionalText("code"), fields.text("message"), fields.optionalWhole("retryAfter", 0));
    }
}
