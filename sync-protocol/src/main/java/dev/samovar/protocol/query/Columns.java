package dev.samovar.protocol.query;

import java.util.Collections;
import java.util.List;

/**
 * The columns of a table in the order of a row's values. Immutable if the lists given are not changed.
 *
 * @param names the columns' names
 * @param types as many types
 */
public record Columns(List<String> names, List<ColumnType> types) {
    /** @throws IllegalArgumentException unless there are as many types as names */
    public Columns {
        if (names.size() != types.size()) {
            throw new IllegalArgumentException(
                    names.size() + " columns cannot have " + types.size() + " types. Give one for each.");
        }
        names = Collections.unmodifiableList(names);
        types = Collections.unmodifiableList(types);
    }

    /** Columns of which nothing is known but their names. */
    public static Columns stored(List<String> names) {
        return new Columns(names, Collections.nCopies(names.size(), ColumnType.STORED));
    }

    public int size() {
        return names.size();
    }

    /** The place of a column, or -1. */
    public int indexOf(String name) {
        return names.indexOf(name);
    }

    /** Whether there is such a column, and it is one of bigints. */
    boolean isBigint(String name) {
        int index = indexOf(name);
        return index >= 0 && types.get(index) == ColumnType.BIGINT;
    }

    /** @throws QueryException if there is no such column */
    Operand.Column column(String name) {
        int index = indexOf(name);
        if (index < 0) {
            throw QueryException.invalid("there is no column '" + QueryException.quoted(name) + "'");
        }
        return new Operand.Column(index, name, types.get(index));
    }
}
