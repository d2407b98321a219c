package dev.samovar.e2e;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of every storage class in columns of every affinity. Nobody writes them as records. */
final class ThingCodec implements RowCodec<String> {
    @Override
    public String primaryKey() {
        return "id";
    }

    @Override
    public List<String> columns() {
        return List.of("id");
    }

    @Override
    public ColumnType type(String column) {
        return switch (column) {
            case "flag" -> ColumnType.BOOLEAN;
            case "big" -> ColumnType.BIGINT;
            default -> ColumnType.STORED;
        };
    }

    @Override
    public String decode(RowReader in) {
        return in.text("id");
    }

    @Override
    public List<@Nullable Object> bindings(String id) {
        return List.of(id);
    }
}
