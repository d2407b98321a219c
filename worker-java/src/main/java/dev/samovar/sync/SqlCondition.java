package dev.samovar.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a WHERE clause with its bindings.
 *
 * @param comparisons how many comparisons it is made of: what it costs of SQLite's limits
 */
record SqlCondition(String text, List<Object> bindings, int comparisons) {
    /** No restriction. */
    static final SqlCondition ALWAYS = new SqlCondition("1", List.of(), 0);

    static final SqlCondition NEVER = new SqlCondition("0", List.of(), 0);

    static SqlCondition of(String text) {
        return new SqlCondition(text, List.of(), 1);
    }

    static SqlCondition of(String text, Object binding) {
        return new SqlCondition(text, List.of(binding), 1);
    }

    boolean isAlways() {
        return text.equals(ALWAYS.text);
    }

    boolean isNever() {
        return text.equals(NEVER.text);
    }

    /** All of them, as long as they are no more than so many comparisons together; what is more is left out. */
    static SqlCondition all(List<SqlCondition> parts, int maxComparisons) {
        List<SqlCondition> kept = new ArrayList<>(parts.size());
        int left = maxComparisons;
        for (SqlCondition part : parts) {
            if (part.isNever()) {
                return NEVER;
            }
            if (!part.isAlways() && part.comparisons <= left) {
                kept.add(part);
                left -= part.comparisons;
            }
        }
        return kept.isEmpty() ? ALWAYS : joined(" AND ", kept);
    }

    /** One of them; no restriction if they are more than so many comparisons together. */
    static SqlCondition any(List<SqlCondition> parts, int maxComparisons) {
        List<SqlCondition> kept = new ArrayList<>(parts.size());
        int left = maxComparisons;
        for (SqlCondition part : parts) {
            if (!part.isNever()) {
                kept.add(part);
                left -= part.comparisons;
            }
            if (part.isAlways() || left < 0) {
                return ALWAYS;
            }
        }
        return kept.isEmpty() ? NEVER : joined(" OR ", kept);
    }

    private static SqlCondition joined(String operator, List<SqlCondition> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        StringBuilder text = new StringBuilder("(");
        List<Object> bindings = new ArrayList<>();
        int comparisons = 0;
        for (SqlCondition part : parts) {
            text.append(text.length() == 1 ? "" : operator).append(part.text);
            bindings.addAll(part.bindings);
            comparisons += part.comparisons;
        }
        return new SqlCondition(text.append(')').toString(), bindings, comparisons);
    }

    /** Without the bindings: printing any value costs a compiled program 15 KB. */
    @Override
    public String toString() {
        return text;
    }
}
