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
        List<Value.Array> values = values(fields, columns.size());
        fields.texts("the key's column", values.get(key).items());
        return new ServerFrame.Chunk(fields.text("sub"), key, columns, values, fields.value("next"));
    }

    private static List<Value.Array> values(Fields fields, int columns) {
        List<Value> items = fields.array("values");
        if (items.size() != columns) {
            throw fields.malformed("values", "has " + items.size() + " items for " + columns + " columns");
        }
        List<Value.Array> values = new ArrayList<>(columns);
        for (Value item : items) {
            if (!(item instanceof Value.Array column)) {
                throw fields.malformed("values", "has an item that is not an array");
            }
            values.add(column);
            if (column.items().size() != values.get(0).items().size()) {
                throw fields.malformed("values", "has columns of different lengths");
            }
        }
        return values;
    }
}
