package dev.samovar.testkit;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order that a selection asks for, as a window shows it: rows that are equal in it come by their keys, numbers
 * before text.
 */
final class RowOrder implements Comparator<Map.Entry<String, Value.Map>> {
    private record Clause(String column, boolean isDescending, boolean isNullLast) {}

    private final List<Clause> clauses = new ArrayList<>();

    /** The order of {@code orderBy}; by the key alone if it is {@code null}. */
    RowOrder(@Nullable Value orderBy) {
        if (orderBy instanceof Value.Array array) {
            array.items().forEach(clause -> clauses.add(clause((Value.Map) clause)));
        }
    }

    private static Clause clause(Value.Map clause) {
        Value.Map expression = (Value.Map) Objects.requireNonNull(clause.get("expression"));
        Value.Array path = (Value.Array) Objects.requireNonNull(expression.get("path"));
        Value column = path.items().get(path.items().size() - 1);
        Value.Map options = clause.get("compareOptions") instanceof Value.Map map ? map : Value.map();
        return new Clause(
                ((Value.Text) column).value(),
                Value.of("desc").equals(options.get("direction")),
                Value.of("last").equals(options.get("nulls")));
    }

    @Override
    public int compare(Map.Entry<String, Value.Map> left, Map.Entry<String, Value.Map> right) {
        for (Clause clause : clauses) {
            int order = compare(clause, value(left, clause), value(right, clause));
            if (order != 0) {
                return order;
            }
        }
        return left.getKey().compareTo(right.getKey());
    }

    private static Value value(Map.Entry<String, Value.Map> row, Clause clause) {
        return Objects.requireNonNullElse(row.getValue().get(clause.column), Value.NULL);
    }

    private static int compare(Clause clause, Value left, Value right) {
        if (left == Value.NULL || right == Value.NULL) {
            int nullFirst = Boolean.compare(right == Value.NULL, left == Value.NULL);
            return clause.isNullLast ? -nullFirst : nullFirst;
        }
        int order = compare(left, right);
        return clause.isDescending ? -order : order;
    }

    private static int compare(Value left, Value right) {
        if (left instanceof Value.Text text && right instanceof Value.Text other) {
            return text.value().compareTo(other.value());
        }
        if (left instanceof Value.Text || right instanceof Value.Text) {
            return left instanceof Value.Text ? 1 : -1;
        }
        return Double.compare(number(left), number(right));
    }

    private static double number(Value value) {
        if (value instanceof Value.Num number) {
            return number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        if (value instanceof Value.BigInt big) {
            return Double.parseDouble(big.toString());
        }
        throw new IllegalStateException("The order of " + value + " among other types is not known here. Order by a"
                + " column of texts, numbers or booleans.");
    }
}
