package dev.samovar.sync;

import dev.samovar.protocol.Value;
import java.util.List;

/** Filters and orders, most of whose parts are as they should be. */
final class QueryFuzzer {
    private static final List<String> FUNCTIONS =
            List.of("eq", "gt", "gte", "lt", "lte", "in", "like", "isNull", "isUndefined", "and", "or", "not", "upper");

    private final ValueFuzzer values;
    private final List<String> columns;

    QueryFuzzer(ValueFuzzer values, List<String> columns) {
        this.values = values;
        this.columns = columns;
    }

    Value predicate(int depth) {
        if (values.chance(25)) {
            return values.value(2);
        }
        if (depth == 0 || values.chance(3)) {
            return values.chance(2) ? Filters.func(values.pick(FUNCTIONS), operand(), operand()) : comparison();
        }
        String name = values.pick(List.of("and", "or", "not", "and", "or", values.pick(FUNCTIONS)));
        Value[] args = new Value[name.equals("not") ? 1 : values.random.nextInt(values.chance(50) ? 60 : 4)];
        for (int i = 0; i < args.length; i++) {
            args[i] = predicate(depth - 1);
        }
        return Filters.func(name, args);
    }

    private Value comparison() {
        Value ref = Value.map("type", Value.of("ref"), "path", Value.array(column()));
        return switch (values.random.nextInt(8)) {
            case 0 -> Filters.func("in", ref, Filters.val(values.list()));
            case 1 -> Filters.func("like", ref, Filters.val(values.text()));
            case 2 -> Filters.func(values.pick(List.of("isNull", "isUndefined")), ref);
            default -> Filters.func(values.pick(FUNCTIONS.subList(0, 5)), ref, Filters.val(values.leaf()));
        };
    }

    private Value operand() {
        return switch (values.random.nextInt(4)) {
            case 0 -> Filters.val(values.value(1));
            case 1 -> Value.map("type", Value.of("ref"), "path", Value.array(column(), column()));
            case 2 -> Filters.ref(values.pick(columns));
            default -> Filters.val(values.list());
        };
    }

    Value ordering() {
        if (values.chance(6)) {
            return values.value(3);
        }
        Value[] clauses = new Value[values.random.nextInt(values.chance(10) ? 12 : 3)];
        for (int i = 0; i < clauses.length; i++) {
            Value expression = values.chance(10) ? values.value(2) : Filters.ref(values.pick(columns));
            Value options = values.chance(5)
                    ? values.value(2)
                    : Value.map(
                            "direction",
                            values.chance(6) ? values.value(1) : Value.of(values.chance(2) ? "desc" : "asc"),
                            "nulls",
                            values.chance(6) ? values.value(1) : Value.of(values.chance(2) ? "last" : "first"),
                            "stringSort",
                            values.chance(6) ? values.value(1) : Value.of(values.chance(4) ? "locale" : "lexical"));
            clauses[i] = values.chance(8)
                    ? Value.map("col", column(), "dir", values.text())
                    : Value.map("expression", expression, "compareOptions", options);
        }
        return Value.array(clauses);
    }

    private Value column() {
        return values.chance(15) ? values.text() : Value.of(values.pick(columns));
    }
}
