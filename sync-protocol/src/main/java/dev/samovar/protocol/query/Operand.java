package dev.samovar.protocol.query;

import org.jspecify.annotations.Nullable;

/** What a condition looks at: a column of the row, or a value that the predicate brings along. */
public sealed interface Operand {
    /** {@code null}, {@link Boolean}, {@link Double}, {@link Long} (a bigint), {@link String} or {@code byte[]}. */
    @Nullable
    Object value(@Nullable Object[] row);

    /**
     * A column.
     *
     * @param index the place of its value in a row
     */
    record Column(int index, String name, ColumnType type) implements Operand {
        @Override
        public @Nullable Object value(@Nullable Object[] row) {
            Object stored = row[index];
            return stored instanceof String ? stored : type.seen(stored);
        }
    }

    /**
     * A value of the predicate.
     *
     * @param value as {@link #value} gives them, or a {@link dev.samovar.protocol.Value.BigInt} that no long holds
     */
    record Literal(@Nullable Object value) implements Operand {
        @Override
        public @Nullable Object value(@Nullable Object[] row) {
            return value;
        }

        /** Without the value: printing any value costs a compiled program 15 KB. */
        @Override
        public String toString() {
            return "Literal";
        }
    }
}
