package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/** What each kind of frame must have that only the reference profile has. */
final class ReferenceFrameReader {
    private ReferenceFrameReader() {}

    /** {@code null} for a kind of {@code samovar/1}. */
    static @Nullable ServerFrame frame(ServerFrame.Kind kind, Fields fields) {
        return switch (kind) {
            case SNAP ->
                new ServerFrame.Snap(
                        fields.text("sub"), fields.keyText("key"), fields.map("row"), fields.position("seq"));
            case SNAP_END -> new ServerFrame.SnapEnd(fields.text("sub"), fields.position("seq"));
            case DELTA -> delta(fields);
            case UP_TO_DATE -> new ServerFrame.UpToDate(fields.position("seq"), fields.optionalText("sub"));
            case COMMITTED ->
                new ServerFrame.Committed(fields.text("txId"), fields.position("seq"), fields.optional("result"));
            case REJECTED, RESET, PAGE, SUB_ERROR, PAGE_ERROR -> null;
            case WELCOME, BEGIN, CHUNK, CHANGES, LIVE, FLUSH, PRESENT, SAID -> null;
        };
    }

    private static ServerFrame.Delta delta(Fields fields) {
        Operation op = fields.operation("op");
        Value.@Nullable Map cols = op == Operation.DELETE ? fields.optionalMap("cols") : fields.map("cols");
        return new ServerFrame.Delta(fields.text("sub"), fields.text("key"), op, cols, fields.position("seq"));
    }
}
