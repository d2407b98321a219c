package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/** What each kind of frame must have that only the reference profile has. */
final class ReferenceFrameReader {
    private ReferenceFrameReader() {}

    /** {@code null} for a kind of {@code samovar/1}. */
    static @Nullable ServerFrame frame(String kind, Fields fields) {
        return switch (kind) {
            case "snap" ->
                new ServerFrame.Snap(
                        fields.text("sub"), fields.keyText("key"), fields.map("row"), fields.position("seq"));
            case "snap-end" -> new ServerFrame.SnapEnd(fields.text("sub"), fields.position("seq"));
            case "d" -> delta(fields);
            case "uptodate" -> new ServerFrame.UpToDate(fields.position("seq"), fields.optionalText("sub"));
            case "committed" ->
                new ServerFrame.Committed(fields.text("txId"), fields.position("seq"), fields.optional("result"));
            default -> null;
        };
    }

    private static ServerFrame.Delta delta(Fields fields) {
        Operation op = fields.operation("op");
        @Nullable ReadValue cols = op == Operation.DELETE ? fields.optionalMap("cols") : fields.map("cols");
        return new ServerFrame.Delta(fields.text("sub"), fields.text("key"), op, cols, fields.position("seq"));
    }
}
