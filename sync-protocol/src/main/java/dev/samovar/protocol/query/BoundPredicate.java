package dev.samovar.protocol.query;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A predicate over the rows of one table. Immutable. */
public final class BoundPredicate {
    private final Columns columns;
    private final Condition condition;
    private final boolean[] used;
    private @Nullable String canonical;

    BoundPredicate(Columns columns, Condition condition) {
        this.columns = columns;
        this.condition = condition;
        this.used = new boolean[columns.size()];
        markUsed(condition);
    }

    /**
     * Whether a row belongs to the predicate. Takes no memory, and time that grows with the predicate and with the
     * texts it looks at.
     *
     * @param row stored values in the order of the columns: {@code null}, {@link Boolean}, {@link Double},
     *     {@link Long}, {@link String} or {@code byte[]}
     */
    public boolean test(@Nullable Object[] row) {
        return condition.evaluate(row) == Truth.TRUE;
    }

    /** Whether it is known to include every row. */
    public boolean isEverything() {
        return condition instanceof Condition.Constant constant && constant.truth() == Truth.TRUE;
    }

    /** Whether it is known to include no row. */
    public boolean isNothing() {
        return condition instanceof Condition.Constant constant && constant.truth() != Truth.TRUE;
    }

    /**
     * The rows of both.
     *
     * @throws IllegalArgumentException if the other is bound to other columns
     */
    public BoundPredicate and(BoundPredicate other) {
        if (!columns.names().equals(other.columns.names())) {
            throw new IllegalArgumentException(
                    "Predicates over different columns have no rows in common. Bind both to the columns of one table.");
        }
        return new BoundPredicate(columns, Condition.All.of(List.of(condition, other.condition)));
    }

    /**
     * A key: equal for predicates that include the same rows and are made of the same parts in whatever order. Never
     * equal for predicates over the same table that can differ on a row.
     */
    public String canonical() {
        if (canonical == null) {
            canonical = Description.of(condition);
        }
        return canonical;
    }

    /** What all its rows have in common, if that is plain to see. */
    public @Nullable EqualityKey equality() {
        return EqualityKey.of(condition);
    }

    public Columns columns() {
        return columns;
    }

    public Condition condition() {
        return condition;
    }

    /** Whether the value of a column matters. */
    public boolean uses(int column) {
        return used[column];
    }

    /** The places of the columns that matter, ascending. */
    public int[] usedColumns() {
        int[] indexes = new int[used.length];
        int count = 0;
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                indexes[count++] = i;
            }
        }
        return Arrays.copyOf(indexes, count);
    }

    private void markUsed(Condition part) {
        if (part instanceof Condition.All all) {
            all.parts().forEach(this::markUsed);
        } else if (part instanceof Condition.Any any) {
            any.parts().forEach(this::markUsed);
        } else if (part instanceof Condition.Not not) {
            markUsed(not.part());
        } else if (part instanceof Condition.Comparison comparison) {
            markUsed(comparison.left());
            markUsed(comparison.right());
        } else if (part instanceof Condition.Bare bare) {
            markUsed(bare.operand());
        } else if (part instanceof Condition.NullCheck check) {
            markUsed(check.operand());
        } else if (part instanceof Membership membership) {
            markUsed(membership.operand());
        } else if (part instanceof Like like) {
            markUsed(like.operand());
        }
    }

    private void markUsed(Operand operand) {
        if (operand instanceof Operand.Column column) {
            used[column.index()] = true;
        }
    }
}
