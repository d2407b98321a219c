package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Columns;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What SQLite chooses holds every row that the predicate includes, whatever is stored and however it is declared. */
class PreselectionTest {
    private static final List<String> NAMES = List.of("t", "i", "r", "n", "x", "c", "s", "d", "g", "y");
    private static final String DECLARED = "t TEXT, i INTEGER, r REAL, n NUMERIC, x, c TEXT COLLATE NOCASE,"
            + " s TEXT COLLATE RTRIM, d BOOLEAN, g INTEGER, y BLOB";
    private static final List<ColumnType> PROMISED = List.of(
            ColumnType.TEXT,
            ColumnType.NUMBER,
            ColumnType.NUMBER,
            ColumnType.NUMBER,
            ColumnType.NUMBER,
            ColumnType.TEXT,
            ColumnType.TEXT,
            ColumnType.BOOLEAN,
            ColumnType.BIGINT,
            ColumnType.BYTES);

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "a ",
            "b",
            "abc",
            "ABC",
            "abd",
            "5",
            "5.0",
            "05",
            "10",
            " 5 ",
            "5abc",
            "0x10",
            "1e3",
            "-1",
            "Infinity",
            "9007199254740993",
            "true",
            "\u00e9",
            "z\uffff",
            "z\ud83d\ude80",
            "\ud83d\ude80",
            "\ufffd",
            "\ue000",
            "\ud800",
            "a\ud800",
            "\u007f",
            "a\u007f",
            "\u0000",
            "a\u0000b",
            "\"\\\n",
            "%",
            "_");
    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        2,
        -1,
        0.5,
        5,
        9.5,
        10,
        15,
        1_000,
        9_007_199_254_740_991d,
        0x1p53,
        -0x1p53,
        0x1p53 + 2,
        0x1p53 + 4,
        0x1p63,
        -0x1p63,
        0x1p64,
        1e300,
        1e-7,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    /** What no binding can write: integers between doubles, and text that is not UTF-8. */
    private static final List<String> WRITTEN = List.of(
            "9007199254740993",
            "9007199254740995",
            "-9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "CAST(x'ff41' AS TEXT)",
            "CAST(x'80' AS TEXT)",
            "CAST(x'eda080' AS TEXT)",
            "CAST(x'61ff' AS TEXT)");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    @Test
    void holdsEveryRowOfAnyPredicateOverAnything() {
        Columns columns = Columns.stored(NAMES);
        try (DurableObjectHost<ScriptedObject> host = new ScriptedObject.Script().host()) {
            SqlStorage sql = host.sql();
            fill(sql, column -> true);
            read(sql, columns);

            assertThat(cases(sql, columns, 2_000)).isGreaterThan(20_000);
        }
    }

    @Test
    void holdsEveryRowWherePromisesAreKept() {
        Columns columns = new Columns(NAMES, PROMISED);
        try (DurableObjectHost<ScriptedObject> host = new ScriptedObject.Script().host()) {
            SqlStorage sql = host.sql();
            fill(sql, value -> false);
            read(sql, columns);

            assertThat(cases(sql, columns, 2_000)).isGreaterThan(20_000);
        }
    }

    private interface Anything {
        boolean mayHold(String column);
    }

    private void fill(SqlStorage sql, Anything anything) {
        sql.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, " + DECLARED + ")");
        for (String column : NAMES) {
            sql.exec("CREATE INDEX by_" + column + " ON rows (" + column + ")");
        }
        for (int id = 0; id < 120; id++) {
            sql.exec("INSERT INTO rows (id) VALUES (?)", id);
            for (int column = 0; column < NAMES.size(); column++) {
                ColumnType type = anything.mayHold(NAMES.get(column)) ? ColumnType.STORED : PROMISED.get(column);
                store(sql, id, NAMES.get(column), type);
            }
        }
    }

    private void store(SqlStorage sql, int id, String column, ColumnType type) {
        String update = "UPDATE rows SET " + column + " = ";
        int kind = random.nextInt(10);
        if (type == ColumnType.STORED && kind == 0) {
            sql.exec(update + WRITTEN.get(random.nextInt(WRITTEN.size())) + " WHERE id = " + id);
        } else if (kind > 1) {
            sql.exec(update + "? WHERE id = " + id, stored(type));
        }
    }

    private @Nullable Object stored(ColumnType type) {
        return switch (type) {
            case TEXT -> text();
            case NUMBER -> number();
            case BYTES -> bytes();
            case BOOLEAN -> (double) random.nextInt(2);
            case BIGINT -> random.nextBoolean() ? (Object) (random.nextLong() >> random.nextInt(64)) : whole();
            case STORED ->
                switch (random.nextInt(3)) {
                    case 0 -> text();
                    case 1 -> number();
                    default -> bytes();
                };
        };
    }

    private void read(SqlStorage sql, Columns columns) {
        SqlCursor cursor = sql.exec("SELECT *, CAST(g AS TEXT) FROM rows ORDER BY id");
        while (cursor.next()) {
            @Nullable Object[] row = new Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = cursor.get(i + 1);
            }
            if (columns.types().get(8) == ColumnType.BIGINT && row[8] != null) {
                row[8] = Long.parseLong(cursor.getString(row.length + 1));
            }
            rows.add(row);
        }
    }

    private int cases(SqlStorage sql, Columns columns, int predicates) {
        int cases = 0;
        for (int i = 0; i < predicates; i++) {
            Predicate predicate = predicate(random.nextInt(6));
            BoundPredicate bound = predicate.bind(columns);
            SqlCondition chosen = Preselection.of(bound);
            assertThat(chosen.bindings()).hasSizeLessThanOrEqualTo(Preselection.MAX_COMPARISONS);
            Set<Integer> ids = new HashSet<>();
            SqlCursor cursor = sql.exec(
                    "SELECT id FROM rows WHERE " + chosen.text(),
                    chosen.bindings().toArray());
            while (cursor.next()) {
                ids.add((int) cursor.getLong(0));
            }
            for (int id = 0; id < rows.size(); id++) {
                cases++;
                if (bound.test(rows.get(id)) && !ids.contains(id)) {
                    throw new AssertionError("seed " + seed + ": " + chosen + " with "
                            + chosen.bindings() + " leaves out " + Arrays.deepToString(rows.get(id)) + ", a row of "
                            + bound.canonical());
                }
            }
        }
        return cases;
    }

    private Predicate predicate(int depth) {
        int kind = random.nextInt(depth > 0 ? 5 : 2);
        if (kind < 2) {
            return leaf();
        }
        if (kind == 2) {
            return Predicate.not(predicate(depth - 1));
        }
        Predicate[] parts = new Predicate[random.nextInt(4)];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = predicate(depth - 1);
        }
        return kind == 3 ? Predicate.and(parts) : Predicate.or(parts);
    }

    private Predicate leaf() {
        String column = NAMES.get(random.nextInt(NAMES.size()));
        return switch (random.nextInt(11)) {
            case 0, 1 -> Predicate.eq(column, literal());
            case 2 -> Predicate.gt(column, literal());
            case 3 -> Predicate.gte(column, literal());
            case 4 -> Predicate.lt(column, literal());
            case 5 -> Predicate.lte(column, literal());
            case 6 -> Predicate.in(column, literals(random.nextInt(10) == 0 ? 60 : random.nextInt(5)));
            case 7 -> Predicate.like(column, text() + (random.nextBoolean() ? "%" : "_"));
            case 8 -> Predicate.isNull(column);
            case 9 -> Predicate.of(reference(column));
            default ->
                Predicate.of(Value.map(
                        "type",
                        Value.of("func"),
                        "name",
                        Value.of(random.nextBoolean() ? "eq" : "gte"),
                        "args",
                        Value.array(reference(column), reference(NAMES.get(random.nextInt(NAMES.size()))))));
        };
    }

    private static Value reference(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    private List<Value> literals(int count) {
        List<Value> literals = new ArrayList<>();
        boolean areAlike = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            literals.add(areAlike ? Value.of(random.nextInt(20)) : literal());
        }
        return literals;
    }

    private Value literal() {
        return switch (random.nextInt(12)) {
            case 0 -> Value.NULL;
            case 1 -> Value.of(random.nextBoolean());
            case 2 -> Value.of(Double.NaN);
            case 3 -> Value.BigInt.of(random.nextLong() >> random.nextInt(64));
            case 4 -> new Value.BigInt(random.nextLong() | Long.MIN_VALUE, false);
            case 5 -> Value.of(bytes());
            case 6 -> new Value.Timestamp(random.nextInt(3), 500_000_000);
            case 7, 8, 9 -> Value.of(text());
            default -> Value.of(number());
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private double number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private double whole() {
        return random.nextInt(16);
    }

    private byte[] bytes() {
        byte[][] all = {{}, {5}, {1, 2}, {97}, {97, 98, 99}, {-1}};
        return all[random.nextInt(all.length)];
    }

    @Test
    void simpleConditionsCanUseAnIndex() {
        Columns columns = new Columns(
                List.of("author", "stars", "any"), List.of(ColumnType.TEXT, ColumnType.NUMBER, ColumnType.STORED));
        try (DurableObjectHost<ScriptedObject> host = new ScriptedObject.Script().host()) {
            SqlStorage sql = host.sql();
            sql.exec("CREATE TABLE notes (id TEXT PRIMARY KEY, author TEXT COLLATE NOCASE, stars INTEGER, any)");
            sql.exec("CREATE INDEX by_author ON notes (author)");
            sql.exec("CREATE INDEX by_author_binary ON notes (author COLLATE BINARY)");
            sql.exec("CREATE INDEX by_stars ON notes (stars)");
            sql.exec("CREATE INDEX by_any ON notes (any)");
            for (Predicate predicate : List.of(
                    Predicate.eq("author", "ann"),
                    Predicate.gt("author", "ann"),
                    Predicate.lte("author", "ann"),
                    Predicate.like("author", "an%"),
                    Predicate.in("author", List.of("ann", "bob")),
                    Predicate.in("author", texts(500)),
                    Predicate.gt("stars", 3),
                    Predicate.lt("stars", 3),
                    Predicate.not(Predicate.lt("stars", 3)),
                    Predicate.eq("stars", 0x1p60),
                    Predicate.eq("any", 3),
                    Predicate.lt("any", 3))) {
                SqlCondition chosen = Preselection.of(predicate.bind(columns));
                SqlCursor plan = sql.exec(
                        "EXPLAIN QUERY PLAN SELECT * FROM notes WHERE " + chosen.text(),
                        chosen.bindings().toArray());
                List<String> steps = new ArrayList<>();
                while (plan.next()) {
                    steps.add(plan.getString(3));
                }
                assertThat(steps).as(chosen.text()).anyMatch(step -> step.contains("SEARCH notes USING INDEX"));
                assertThat(steps).as(chosen.text()).noneMatch(step -> step.startsWith("SCAN notes"));
            }
        }
    }

    @Test
    void equalityIsOneComparison() {
        SqlCondition chosen = Preselection.of(Predicate.eq("a \"b\"", "x").bind(Columns.stored(List.of("a \"b\""))));

        assertThat(chosen.text()).isEqualTo("\"a \"\"b\"\"\" = ?");
        assertThat(chosen.bindings()).containsExactly("x");
    }

    @Test
    void whatIsTooMuchIsLeftOutOrAskedForInOneBinding() {
        Columns columns = Columns.stored(List.of("a", "b"));
        Predicate[] many = new Predicate[100];
        Arrays.setAll(many, i -> Predicate.eq("a", i));
        Predicate b = Predicate.eq("b", "x");

        SqlCondition all = Preselection.of(Predicate.and(many).bind(columns));
        assertThat(all.bindings()).hasSize(Preselection.MAX_COMPARISONS);
        SqlCondition any = Preselection.of(Predicate.or(many).bind(columns));
        assertThat(any.isAlways()).isTrue();
        SqlCondition both = Preselection.of(Predicate.and(Predicate.or(many), b).bind(columns));
        assertThat(both.text()).isEqualTo("\"b\" = ?");
        SqlCondition list = Preselection.of(Predicate.in("a", texts(10_000)).bind(columns));
        assertThat(list.bindings()).hasSize(1);
        assertThat(Preselection.of(Predicate.NOTHING.bind(columns)).isNever()).isTrue();
        assertThat(Preselection.of(Predicate.EVERYTHING.bind(columns)).isAlways())
                .isTrue();
    }

    @Test
    void theDeepestAndWidestStayWithinSqlitesLimits() {
        Columns columns = Columns.stored(List.of("a", "b"));
        Predicate deep = Predicate.eq("a", 1);
        for (int i = 0; i < 11; i++) {
            deep = Predicate.or(Predicate.lt("a", i), Predicate.and(deep, Predicate.gt("b", "x")));
        }
        Predicate wide =
                Predicate.and(Collections.nCopies(100, Predicate.gt("a", 1)).toArray(new Predicate[0]));
        try (DurableObjectHost<ScriptedObject> host = new ScriptedObject.Script().host()) {
            SqlStorage sql = host.sql();
            sql.exec("CREATE TABLE notes (a, b)");
            sql.exec("INSERT INTO notes VALUES (1, 'y')");
            for (Predicate predicate : List.of(deep, wide)) {
                SqlCondition chosen = Preselection.of(predicate.bind(columns));
                sql.exec(
                        "SELECT * FROM notes WHERE (" + chosen.text() + ") AND a IS NOT NULL",
                        chosen.bindings().toArray());
            }
        }
    }

    private static List<String> texts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add("text \"" + i);
        }
        return texts;
    }
}
