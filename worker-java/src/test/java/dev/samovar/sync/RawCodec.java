package dev.samovar.sync;

import dev.samovar.protocol.query.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row as it is, whatever its columns hold. */
record RawCodec(String primaryKey, List<String> columns, Map<String, ColumnType> types)
        implements RowCodec<List<@Nullable Object>> {
    RawCodec(String primaryKey, String... others) {
        this(primaryKey, Stream.concat(Stream.of(primaryKey), Stream.of(others)).toList(), Map.of());
    }

    /** The same, with types for some columns. */
    RawCodec promising(Map<String, ColumnType> promised) {
        return new RawCodec(primaryKey, columns, promised);
    }

    @Override
    public ColumnType type(String column) {
        return types.getOrDefault(column, ColumnType.STORED);
    }

    @Override
    public List<@Nullable Object> decode(RowReader in) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(in.get(column)));
        return values;
    }

    @Override
    public List<@Nullable Object> bindings(List<@Nullable Object> row) {
        return row;
    }
}
