package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Columns;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderBySqlTest {
    private static final Columns COLUMNS = Columns.stored(List.of("id", "a", "b"));

    private record Row(
            String id, @Nullable Object a, @Nullable Object b) {
        @Nullable
        Object[] values() {
            return new @Nullable Object[] {id, a, b};
        }
    }

    @Test
    void placesNullsAndBreaksTiesByKey() {
        Ordering ordering = Ordering.parse(
                Value.array(
                        Value.map("col", Value.of("a"), "dir", Value.of("desc")),
                        Value.map("col", Value.of("b"), "nulls", Value.of("last"))),
                COLUMNS);

        assertThat(OrderBySql.of(ordering, "id"))
                .isEqualTo("\"a\" COLLATE BINARY DESC NULLS FIRST, \"b\" COLLATE BINARY ASC NULLS LAST,"
                        + " \"id\" COLLATE BINARY ASC");
        assertThat(OrderBySql.of(Ordering.NONE, "id")).isEqualTo("rowid");
    }

    /** The first rows are compared too: wherever the two orders differ, one of them is not exact. */
    @Test
    void ordersAsTheOrderingDoesUnlessARowIsNotExact() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        try (DurableObjectHost<ScriptedObject> host = new ScriptedObject.Script().host()) {
            SqlStorage sql = host.sql();
            sql.exec("CREATE TABLE rows (id TEXT PRIMARY KEY COLLATE NOCASE, a COLLATE NOCASE, b)");
            int exact = 0;
            for (int round = 0; round < 300; round++) {
                sql.exec("DELETE FROM rows");
                for (int i = 0; i < 12; i++) {
                    sql.exec(
                            "INSERT OR IGNORE INTO rows VALUES (?, ?, ?)",
                            text(random) + i,
                            value(random),
                            value(random));
                }
                Ordering ordering = ordering(random);
                List<Row> bySql = read(sql, "ORDER BY " + OrderBySql.of(ordering, "id"));
                List<Row> byOrdering = new ArrayList<>(bySql);
                byOrdering.sort((x, y) -> ordering.compare(x.values(), x.id(), y.values(), y.id()));
                for (int limit = 1; limit <= bySql.size(); limit++) {
                    List<Row> first = bySql.subList(0, limit);
                    if (first.stream().allMatch(row -> OrderBySql.isExactFor(ordering, row.values(), row.id()))) {
                        exact++;
                        assertThat(first).as("seed %d", seed).isEqualTo(byOrdering.subList(0, limit));
                    }
                }
            }
            assertThat(exact).as("seed %d", seed).isGreaterThan(100);
        }
    }

    private static List<Row> read(SqlStorage sql, String order) {
        List<Row> rows = new ArrayList<>();
        SqlCursor cursor = sql.exec("SELECT id, a, b FROM rows " + order);
        while (cursor.next()) {
            rows.add(new Row(cursor.getString(0), cursor.get(1), cursor.get(2)));
        }
        return rows;
    }

    private static Ordering ordering(Random random) {
        List<Value> clauses = new ArrayList<>();
        for (String column : List.of("a", "b").subList(0, 1 + random.nextInt(2))) {
            clauses.add(Value.map(
                    "col",
                    Value.of(column),
                    "dir",
                    Value.of(random.nextBoolean() ? "asc" : "desc"),
                    "nulls",
                    Value.of(random.nextBoolean() ? "first" : "last")));
        }
        return Ordering.parse(new Value.Array(clauses), COLUMNS);
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> (double) random.nextInt(3);
            case 2 -> new byte[] {(byte) random.nextInt(256)};
            default -> text(random);
        };
    }

    private static String text(Random random) {
        int rare = random.nextInt(30);
        return rare == 0 ? "\ue000" : rare == 1 ? "\ud83d\ude80" : random.nextBoolean() ? "a" : "B\u00e9";
    }
}
