package dev.samovar.sync;

import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.Condition;
import dev.samovar.protocol.query.Like;
import dev.samovar.protocol.query.Membership;
import dev.samovar.protocol.query.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks SQLite for the rows of a predicate and perhaps some more: the predicate itself decides. Where SQLite's values,
 * affinities, collations or limits differ from what the predicate sees, the condition is wider.
 *
 * <p>Each part of the predicate is asked for twice over: for the rows where it may be true, and, beneath a {@code not},
 * for those where it may be false. Rows where it is unknown are in neither, so SQL's own three-valued NOT is never
 * needed. A value that is no boolean and stands where one belongs may be either.
 */
final class Preselection {
    /** Leaves the rest of the platform's 100 bindings, and of its 100 levels of expression, to the statement around. */
    static final int MAX_COMPARISONS = 80;

    private Preselection() {}

    /** A condition for WHERE, with at most {@value #MAX_COMPARISONS} bindings. */
    static SqlCondition of(BoundPredicate predicate) {
        return of(predicate.condition(), true);
    }

    private static SqlCondition of(Condition condition, boolean wanted) {
        if (condition instanceof Condition.Constant constant) {
            return constant(constant, wanted);
        }
        if (condition instanceof Condition.Not not) {
            return of(not.part(), !wanted);
        }
        if (condition instanceof Condition.All all) {
            return wanted ? all(all.parts(), true) : any(all.parts(), false);
        }
        if (condition instanceof Condition.Any any) {
            return wanted ? any(any.parts(), true) : all(any.parts(), false);
        }
        if (condition instanceof Condition.Comparison comparison) {
            return comparison(comparison, wanted);
        }
        if (condition instanceof Condition.NullCheck check) {
            return nullCheck(check.operand(), wanted);
        }
        if (condition instanceof Membership membership) {
            SqlColumn column = column(membership.operand());
            return column == null ? SqlCondition.ALWAYS : wanted ? column.in(membership.items()) : column.isPresent();
        }
        if (condition instanceof Like like) {
            SqlColumn column = column(like.operand());
            return column == null
                    ? SqlCondition.ALWAYS
                    : wanted ? column.startsWith(like.prefix()) : column.isPresent();
        }
        return condition instanceof Condition.Bare bare ? present(bare.operand()) : SqlCondition.ALWAYS;
    }

    private static SqlCondition constant(Condition.Constant constant, boolean wanted) {
        return switch (constant.truth()) {
            case TRUE -> wanted ? SqlCondition.ALWAYS : SqlCondition.NEVER;
            case FALSE -> wanted ? SqlCondition.NEVER : SqlCondition.ALWAYS;
            case UNKNOWN -> SqlCondition.NEVER;
            case TRUTHY, FALSY -> SqlCondition.ALWAYS;
        };
    }

    private static SqlCondition all(List<Condition> parts, boolean wanted) {
        return SqlCondition.all(each(parts, wanted), MAX_COMPARISONS);
    }

    private static SqlCondition any(List<Condition> parts, boolean wanted) {
        return SqlCondition.any(each(parts, wanted), MAX_COMPARISONS);
    }

    private static List<SqlCondition> each(List<Condition> parts, boolean wanted) {
        List<SqlCondition> conditions = new ArrayList<>(parts.size());
        for (Condition part : parts) {
            conditions.add(of(part, wanted));
        }
        return conditions;
    }

    private static SqlCondition comparison(Condition.Comparison comparison, boolean wanted) {
        SqlColumn column = column(comparison.left());
        if (column == null || !(comparison.right() instanceof Operand.Literal literal) || literal.value() == null) {
            return SqlCondition.all(List.of(present(comparison.left()), present(comparison.right())), MAX_COMPARISONS);
        }
        Object value = literal.value();
        return switch (comparison.relation()) {
            case EQ -> wanted ? column.equalTo(value) : column.isPresent();
            case GT -> wanted ? column.above(value, false) : column.below(value, true);
            case GTE -> wanted ? column.above(value, true) : column.below(value, false);
            case LT -> wanted ? column.below(value, false) : column.above(value, true);
            case LTE -> wanted ? column.below(value, true) : column.above(value, false);
        };
    }

    private static SqlCondition nullCheck(Operand operand, boolean wanted) {
        SqlColumn column = column(operand);
        return column == null ? SqlCondition.ALWAYS : wanted ? column.isNull() : column.isPresent();
    }

    private static SqlCondition present(Operand operand) {
        SqlColumn column = column(operand);
        return column == null ? SqlCondition.ALWAYS : column.isPresent();
    }

    private static @Nullable SqlColumn column(Operand operand) {
        return operand instanceof Operand.Column column ? new SqlColumn(column) : null;
    }
}
