package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;

/** Reads the columns of a snapshot's part, so that nobody after it finds a row without a key or half a row. */
final class ChunkReader {
    private ChunkReader() {}

    static ServerFrame.Chunk chunk(Fields fields) {
        List<String> columns = fields.texts("columns", fields.array("columns"));
        if (columns.isEmpty()) {
            throw fields.malformed("columns", "is empty");
        }
        for (String column : columns) {
            if (column.equals(MessagePackReader.FORBIDDEN_KEY)) {
                throw fields.malformed("columns", "has " + MessagePackReader.FORBIDDEN_KEY);
            }
        }
        int key = fields.whole("key", 0);
        if (key >= columns.size()) {
            throw fields.malformed("key", "is " + key + ", but there are only " + columns.size() + " columns");
        }
        List<ReadValue> values = values(fields, columns.size());
        fields.texts("the key's column", values.get(key));
        return new ServerFrame.Chunk(fields.text("sub"), key, columns, values, fields.value("next"));
    }

    /** The columns, of which there is one at least: each an array, all of one length. */
    private static List<ReadValue> values(Fields fields, int columns) {
        ReadValue items = fields.array("values");
        if (items.size() != columns) {
            throw fields.malformed("values", "has " + items.size() + " items for " + columns + " columns");
        }
        List<ReadValue> values = new ArrayList<>(columns);
        int rows = items.item(0).size();
        for (int i = 0; i < columns; i++) {
            ReadValue column = items.item(i);
            if (column.size() < 0) {
                throw fields.malformed("values", "has an item that is not an array");
            }
            if (column.size() != rows) {
                throw fields.malformed("values", "has columns of different lengths");
            }
            values.add(column);
        }
        return values;
    }
}
