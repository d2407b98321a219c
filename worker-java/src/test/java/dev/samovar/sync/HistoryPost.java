package dev.samovar.sync;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the tables of {@link HistoryRoom}.
 *
 * @param val a text that no other write has, to be found among what a client got
 */
record HistoryPost(String id, String box, @Nullable Long stars, boolean done, String val) {
    /** What a client sends for it. */
    Map<String, @Nullable Object> columns() {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("box", box);
        columns.put("stars", stars);
        columns.put("done", done ? 1 : 0);
        columns.put("val", val);
        return columns;
    }

    /** The values for {@code (id, box, stars, done, val)}. */
    @Nullable
    Object[] bindings() {
        return new @Nullable Object[] {id, box, stars, done ? 1 : 0, val};
    }

    MutationOp op(Operation operation) {
        Map<String, Value> values = new LinkedHashMap<>();
        columns().forEach((name, value) -> values.put(name, value(value)));
        return new MutationOp(operation, id, new Value.Map(values));
    }

    private static Value value(@Nullable Object value) {
        if (value instanceof String text) {
            return Value.of(text);
        }
        return value instanceof Number number ? Value.of(number.doubleValue()) : Value.NULL;
    }

    static final class Codec implements RowCodec<HistoryPost> {
        @Override
        public String primaryKey() {
            return "id";
        }

        @Override
        public List<String> columns() {
            return List.of("id", "box", "stars", "done", "val");
        }

        @Override
        public ColumnType type(String column) {
            return column.equals("done") ? ColumnType.BOOLEAN : ColumnType.STORED;
        }

        @Override
        public HistoryPost decode(RowReader in) {
            return new HistoryPost(
                    in.text("id"), in.text("box"), in.integerOrNull("stars"), in.bool("done"), in.text("val"));
        }

        @Override
        public List<@Nullable Object> bindings(HistoryPost post) {
            return Arrays.asList(post.bindings());
        }
    }

    /** One row as a client sees it. */
    static Value.Map seen(List<String> columns, List<@Nullable Object> stored, boolean isTyped) {
        Map<String, Value> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = stored.get(i);
            row.put(columns.get(i), isTyped && columns.get(i).equals("done") ? Value.of(isTrue(value)) : plain(value));
        }
        return new Value.Map(row);
    }

    private static boolean isTrue(@Nullable Object stored) {
        return stored instanceof Double number && number == 1;
    }

    private static Value plain(@Nullable Object stored) {
        if (stored instanceof String text) {
            return Value.of(text);
        }
        return stored instanceof Double number ? Value.of((double) number) : Value.NULL;
    }
}
