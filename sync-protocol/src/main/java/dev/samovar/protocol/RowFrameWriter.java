package dev.samovar.protocol;

/**
 * Writes frames of the reference profile that tell a row each, all for one subscription and of one position. What they
 * have in common is encoded once.
 */
public final class RowFrameWriter {
    private final byte[] beforeKey;
    private final byte[] beforeRow;
    private final byte[] behind;

    private RowFrameWriter(Encodable beforeKey, Encodable beforeRow, Position seq) {
        this.beforeKey = bytes(beforeKey);
        this.beforeRow = bytes(beforeRow);
        this.behind = bytes(out -> FieldWriter.position("seq", seq, out));
    }

    /** As {@link ServerFrame.Snap} is written. */
    public static RowFrameWriter snap(String sub, Position seq) {
        return new RowFrameWriter(
                out -> ServerFrameWriter.beginRow(5, ServerFrame.Kind.SNAP, sub, out), out -> out.text("row"), seq);
    }

    /** As {@link ServerFrame.Delta} of an update is written. */
    public static RowFrameWriter update(String sub, Position seq) {
        return new RowFrameWriter(
                out -> ServerFrameWriter.beginRow(6, ServerFrame.Kind.DELTA, sub, out),
                out -> {
                    FieldWriter.text("op", Operation.UPDATE.wireName(), out);
                    out.text("cols");
                },
                seq);
    }

    /**
     * Appends a frame.
     *
     * @param key a text
     */
    public void write(Encodable key, Encodable row, MessagePackWriter out) {
        out.raw(beforeKey);
        key.encodeTo(out);
        out.raw(beforeRow);
        row.encodeTo(out);
        out.raw(behind);
    }

    private static byte[] bytes(Encodable part) {
        MessagePackWriter out = new MessagePackWriter();
        part.encodeTo(out);
        return out.toByteArray();
    }
}
