package dev.samovar.bench;

import dev.samovar.protocol.Value;

/**
 * Rows of the bench by their numbers.
 *
 * @param first the number of the first row
 * @param count how many there are
 */
record RowRange(double first, double count) {
    /**
     * Reads a command's arguments, {@code [first, count]}.
     *
     * @throws IllegalArgumentException if they are something else
     */
    static RowRange parse(Value args) {
        if (args instanceof Value.Array array
                && array.items().size() == 2
                && array.items().get(0) instanceof Value.Num first
                && array.items().get(1) instanceof Value.Num count
                && first.value() >= 0
                && count.value() >= 1) {
            return new RowRange(first.value(), count.value());
        }
        throw new IllegalArgumentException("The arguments must be [first, count], two numbers.");
    }

    double end() {
        return first + count;
    }
}
