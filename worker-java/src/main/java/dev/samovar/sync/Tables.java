package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.workers.SqlStorage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that are collections, by name. */
final class Tables {
    private final Map<String, SyncedTable<?>> byName;

    private Tables(Map<String, SyncedTable<?>> byName) {
        this.byName = byName;
    }

    /** @throws IllegalStateException if the schema does not fit the database */
    static Tables register(SqlStorage sql, SyncSchema<?> schema) {
        TableInspection inspection = new TableInspection(sql);
        schema.collections().forEach((name, collection) -> inspection.inspect(name, collection.codec()));
        inspection.throwIfProblems();
        Map<String, SyncedTable<?>> byName = new LinkedHashMap<>();
        schema.collections().forEach((name, collection) -> {
            RowCodec<?> codec = collection.codec();
            byName.put(name, new SyncedTable<>(name, codec, TableColumns.of(sql, name, codec)));
        });
        return new Tables(byName);
    }

    Collection<SyncedTable<?>> all() {
        return byName.values();
    }

    @Nullable
    SyncedTable<?> find(String name) {
        return byName.get(name);
    }

    /** @throws RejectedException if a client named what is no collection */
    SyncedTable<?> require(String name) {
        SyncedTable<?> table = byName.get(name);
        if (table == null) {
            throw new RejectedException(ErrorCode.UNKNOWN_COLLECTION, "unknown collection '" + name + "'");
        }
        return table;
    }
}
