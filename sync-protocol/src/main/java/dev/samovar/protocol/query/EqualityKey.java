package dev.samovar.protocol.query;

import org.jspecify.annotations.Nullable;

/**
 * A condition that every row of a predicate meets: a column holds a certain text or number. So predicates can be found
 * by the value of a changed row instead of asking each.
 *
 * @param column the column's place in a row
 * @param value what {@link #keyOf} gives for the stored values that meet it, and for no others
 */
public record EqualityKey(int column, Object value) {
    /** A stored value as an equality key has it; {@code null} if no equality key has it. */
    public static @Nullable Object keyOf(@Nullable Object stored) {
        if (stored instanceof String) {
            return stored;
        }
        if (stored instanceof Long number) {
            return keyOf((double) number);
        }
        // Zero has two forms, which differ as keys.
        return stored instanceof Double number && number == 0 ? (Object) 0.0 : stored instanceof Double ? stored : null;
    }

    /** The key of a condition, if it has one. */
    static @Nullable EqualityKey of(Condition condition) {
        if (condition instanceof Condition.All all) {
            for (Condition part : all.parts()) {
                EqualityKey key = of(part);
                if (key != null) {
                    return key;
                }
            }
            return null;
        }
        return condition instanceof Condition.Comparison comparison && comparison.relation() == Relation.EQ
                ? of(comparison)
                : null;
    }

    private static @Nullable EqualityKey of(Condition.Comparison comparison) {
        if (!(comparison.left() instanceof Operand.Column column)
                || !(comparison.right() instanceof Operand.Literal literal)) {
            return null;
        }
        Object value = literal.value() instanceof Long ? null : keyOf(literal.value());
        boolean isConverted = column.type() == ColumnType.BOOLEAN || column.type() == ColumnType.BIGINT;
        boolean isKey = value instanceof String || (value instanceof Double && !isConverted);
        return value != null && isKey ? new EqualityKey(column.index(), value) : null;
    }

    /** Without the value: printing any value costs a compiled program 15 KB. */
    @Override
    public String toString() {
        return "EqualityKey[" + column + "]";
    }
}
