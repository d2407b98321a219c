package dev.samovar.sync;

import dev.samovar.protocol.query.Ordering;
import dev.samovar.protocol.query.Ordering.Term;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has SQLite order rows. It orders text by UTF-8, and an {@link Ordering} by UTF-16: the two differ where one text has
 * a character of U+E000 to U+FFFF and the other one beyond.
 */
final class OrderBySql {
    private OrderBySql() {}

    /** What follows ORDER BY: the terms, then the key; the age of the rows if there are no terms. */
    static String of(Ordering ordering, String keyColumn) {
        if (ordering.terms().isEmpty()) {
            return "rowid";
        }
        List<String> terms = new ArrayList<>();
        for (Term term : ordering.terms()) {
            terms.add(Sql.quote(term.column().name()) + " COLLATE BINARY" + (term.isDescending() ? " DESC" : " ASC")
                    + (term.isNullsLast() ? " NULLS LAST" : " NULLS FIRST"));
        }
        terms.add(Sql.quote(keyColumn) + " COLLATE BINARY ASC");
        return Sql.join(", ", terms);
    }

    /**
     * Whether nothing about a row could make the two orders differ. If this holds for each of the first rows that
     * SQLite gives, they are the first rows of the ordering.
     *
     * @param row values in the order of the columns
     */
    static boolean isExactFor(Ordering ordering, @Nullable Object[] row, String key) {
        for (Term term : ordering.terms()) {
            if (row[term.column().index()] instanceof String text && !isBelowSurrogates(text)) {
                return false;
            }
        }
        return isBelowSurrogates(key);
    }

    private static boolean isBelowSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= Character.MIN_SURROGATE) {
                return false;
            }
        }
        return true;
    }
}
