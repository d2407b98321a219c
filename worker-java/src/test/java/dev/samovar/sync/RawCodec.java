package dev.samovar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row as it is, whatever its columns hold. */
record RawCodec(String primaryKey, List<String> columns) implements RowCodec<List<@Nullable Object>> {
    RawCodec(String primaryKey, String... others) {
        this(primaryKey, Stream.concat(Stream.of(primaryKey), Stream.of(others)).toList());
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
