package dev.samovar.sync;

import dev.samovar.protocol.Value;

/** Predicates as a client sends them. */
final class Filters {
    private Filters() {}

    static Value ref(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    static Value val(Value value) {
        return Value.map("type", Value.of("val"), "value", value);
    }

    static Value func(String name, Value... args) {
        return Value.map("type", Value.of("func"), "name", Value.of(name), "args", Value.array(args));
    }

    static Value compare(String operator, String column, Value value) {
        return func(operator, ref(column), val(value));
    }
}
