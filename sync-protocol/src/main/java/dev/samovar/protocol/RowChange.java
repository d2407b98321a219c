package dev.samovar.protocol;

/**
 * What happened to one row of a subscription, in {@code samovar/1}. Written as an array that begins with the number of
 * the kind. Rows and columns are anything that writes itself as a map; in a frame that was read they are
 * {@link Value.Map}.
 */
public sealed interface RowChange extends Encodable {
    /** The number of {@link Left} on the wire. */
    int LEFT = 0;

    /** The number of {@link Whole} on the wire. */
    int WHOLE = 1;

    /** The number of {@link Changed} on the wire. */
    int CHANGED = 2;

    /** The row's primary key. */
    String key();

    /** The row was deleted, or is no longer one of the subscription's. */
    record Left(String key) implements RowChange {
        @Override
        public void encodeTo(MessagePackWriter out) {
            out.arrayHeader(2).number((double) LEFT).text(key);
        }
    }

    /** The row is as it says now, whether the client had it or not. */
    record Whole(String key, Encodable row) implements RowChange {
        @Override
        public void encodeTo(MessagePackWriter out) {
            encodeWhole(text -> text.text(key), row, out);
        }
    }

    /**
     * Writes what a {@link Whole} writes.
     *
     * @param key a text
     */
    static void encodeWhole(Encodable key, Encodable row, MessagePackWriter out) {
        out.arrayHeader(3).number((double) WHOLE);
        key.encodeTo(out);
        row.encodeTo(out);
    }

    /** These columns of a row that the client has are as they say now, the others as they were. */
    record Changed(String key, Encodable columns) implements RowChange {
        @Override
        public void encodeTo(MessagePackWriter out) {
            out.arrayHeader(3).number((double) CHANGED).text(key);
            columns.encodeTo(out);
        }
    }
}
