package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of rows: by columns, then by key ascending. NULLs come first in both directions unless a term says last.
 * Numbers come before text and text before bytes; text is ordered by UTF-16 unit. Immutable.
 */
public final class Ordering {
    /** By key alone. */
    public static final Ordering NONE = new Ordering(List.of());

    /** How many terms an order may have. */
    static final int MAX_TERMS = 8;

    /**
     * One term.
     *
     * @param isLocale whether the client orders by a rule that {@link Ordering#compare} does not follow
     */
    public record Term(Operand.Column column, boolean isDescending, boolean isNullsLast, boolean isLocale) {}

    private final List<Term> terms;

    private Ordering(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * Reads what a client sent. A clause is a map with {@code expression}, a reference whose last path element is the
     * column, and perhaps {@code compareOptions}; or with {@code col} and perhaps {@code dir}. Anything but a list of
     * clauses is {@link #NONE}, a direction that is not {@code desc} is ascending, and so is a {@code direction} beside
     * {@code expression} instead of in {@code compareOptions}, which has never been read.
     *
     * @throws QueryException UNSUPPORTED for a computed order, VALIDATION for a column that is not there,
     *     LIMIT_EXCEEDED for more than 8 clauses
     */
    public static Ordering parse(@Nullable Value orderBy, Columns columns) {
        if (!(orderBy instanceof Value.Array clauses) || clauses.items().isEmpty()) {
            return NONE;
        }
        if (clauses.items().size() > MAX_TERMS) {
            throw QueryException.limit("an order may have at most " + MAX_TERMS + " clauses");
        }
        List<Term> terms = new ArrayList<>();
        for (Value clause : clauses.items()) {
            if (!(clause instanceof Value.Map map)) {
                throw QueryException.unsupported("a clause of an order must be a map with 'expression' or 'col'");
            }
            terms.add(term(map, columns));
        }
        return new Ordering(Collections.unmodifiableList(terms));
    }

    private static Term term(Value.Map clause, Columns columns) {
        Value expression = clause.get("expression");
        if (expression == null && clause.get("col") instanceof Value.Text name) {
            return term(columns.column(name.value()), clause, "dir");
        }
        if (expression instanceof Value.Map reference
                && is(reference, "type", "ref")
                && reference.get("path") instanceof Value.Array path
                && !path.items().isEmpty()
                && path.items().get(path.items().size() - 1) instanceof Value.Text name) {
            Value.Map options = clause.get("compareOptions") instanceof Value.Map map ? map : Value.map();
            return term(columns.column(name.value()), options, "direction");
        }
        throw QueryException.unsupported("rows can be ordered by columns only, not by what is computed from them");
    }

    private static Term term(Operand.Column column, Value.Map options, String direction) {
        boolean isLexical = is(options, "stringSort", "lexical") && column.type() != ColumnType.BYTES;
        boolean isLocale =
                !isLexical && (column.type().mayHoldText() || column.type().mayHoldBytes());
        return new Term(column, is(options, direction, "desc"), is(options, "nulls", "last"), isLocale);
    }

    private static boolean is(Value.Map map, String field, String value) {
        return map.get(field) instanceof Value.Text text && text.value().equals(value);
    }

    public List<Term> terms() {
        return terms;
    }

    /**
     * Whether the client orders these rows by a rule that is not followed here: text by its locale, which is TanStack
     * DB's default, or bytes, which it does not order by content. The first rows of such an order are not the client's
     * first rows, so it must not be bounded.
     */
    public boolean isLocale() {
        for (Term term : terms) {
            if (term.isLocale()) {
                return true;
            }
        }
        return false;
    }

    /** Compares two rows of stored values with their keys. 0 only for the same key. */
    public int compare(@Nullable Object[] a, String keyA, @Nullable Object[] b, String keyB) {
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            int order = compare(term, a[term.column().index()], b[term.column().index()]);
            if (order != 0) {
                return order;
            }
        }
        return keyA.compareTo(keyB);
    }

    private static int compare(Term term, @Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            int order = Boolean.compare(b == null, a == null);
            return term.isNullsLast() ? -order : order;
        }
        int order = compare(a, b);
        return term.isDescending() ? -order : order;
    }

    private static int compare(Object a, Object b) {
        int difference = storageClass(a) - storageClass(b);
        if (difference != 0) {
            return difference;
        }
        if (a instanceof byte[] bytes && b instanceof byte[] others) {
            return JsValues.compareBytes(bytes, others);
        }
        if (JsValues.isNaN(a) || JsValues.isNaN(b)) {
            return Boolean.compare(JsValues.isNaN(a), JsValues.isNaN(b));
        }
        return JsValues.compare(a, b);
    }

    private static int storageClass(Object value) {
        return value instanceof String ? 1 : value instanceof byte[] ? 2 : 0;
    }
}
