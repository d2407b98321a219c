package dev.samovar.protocol.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a predicate. Open to be read, so that a database can be asked for a superset of the rows it includes. */
public sealed interface Condition
        permits Condition.Constant,
                Condition.Bare,
                Condition.Comparison,
                Condition.NullCheck,
                Condition.Not,
                Condition.All,
                Condition.Any,
                Membership,
                Like {
    /** Three-valued: {@code null} makes a comparison unknown. */
    Truth evaluate(@Nullable Object[] row);

    /** The same for every row. */
    record Constant(Truth truth) implements Condition {
        static final Constant TRUE = new Constant(Truth.TRUE);
        static final Constant FALSE = new Constant(Truth.FALSE);

        /** Among several, a value that is no boolean changes nothing: not false for all of them, not true for any. */
        private boolean countsAs(Truth neutral) {
            return truth == neutral || truth == Truth.TRUTHY || truth == Truth.FALSY;
        }

        @Override
        public Truth evaluate(@Nullable Object[] row) {
            return truth;
        }
    }

    /** A value where a boolean belongs. Only true is true, but a negation is also true of 0 and of an empty text. */
    record Bare(Operand operand) implements Condition {
        @Override
        public Truth evaluate(@Nullable Object[] row) {
            Object value = operand.value(row);
            if (value == null) {
                return Truth.UNKNOWN;
            }
            if (value instanceof Boolean bool) {
                return Truth.of(bool);
            }
            return JsValues.isTruthy(value) ? Truth.TRUTHY : Truth.FALSY;
        }
    }

    /** Two values, compared. */
    record Comparison(Relation relation, Operand left, Operand right) implements Condition {
        @Override
        public Truth evaluate(@Nullable Object[] row) {
            Object a = left.value(row);
            Object b = right.value(row);
            return a == null || b == null ? Truth.UNKNOWN : Truth.of(relation.holds(a, b));
        }
    }

    /** Whether a value is null. Never unknown. */
    record NullCheck(Operand operand) implements Condition {
        @Override
        public Truth evaluate(@Nullable Object[] row) {
            return Truth.of(operand.value(row) == null);
        }
    }

    /** The contrary. Of unknown, unknown. */
    record Not(Condition part) implements Condition {
        @Override
        public Truth evaluate(@Nullable Object[] row) {
            return switch (part.evaluate(row)) {
                case TRUE, TRUTHY -> Truth.FALSE;
                case FALSE, FALSY -> Truth.TRUE;
                case UNKNOWN -> Truth.UNKNOWN;
            };
        }
    }

    /** All of its parts, none of which is such a condition itself. */
    record All(List<Condition> parts) implements Condition {
        /** The shortest condition that is true when all parts are. */
        static Condition of(List<Condition> parts) {
            List<Condition> flat = new ArrayList<>(parts.size());
            for (Condition part : parts) {
                if (part instanceof All all) {
                    flat.addAll(all.parts);
                } else if (!(part instanceof Constant constant && constant.countsAs(Truth.TRUE))) {
                    flat.add(part);
                }
            }
            if (flat.isEmpty()) {
                return Constant.TRUE;
            }
            boolean isOne = flat.size() == 1 && !(flat.get(0) instanceof Bare);
            return isOne ? flat.get(0) : new All(Collections.unmodifiableList(flat));
        }

        @Override
        public Truth evaluate(@Nullable Object[] row) {
            Truth result = Truth.TRUE;
            for (int i = 0; i < parts.size(); i++) {
                Truth truth = parts.get(i).evaluate(row);
                if (truth == Truth.FALSE) {
                    return Truth.FALSE;
                }
                if (truth == Truth.UNKNOWN) {
                    result = Truth.UNKNOWN;
                }
            }
            return result;
        }
    }

    /** At least one of its parts, none of which is such a condition itself. */
    record Any(List<Condition> parts) implements Condition {
        /** The shortest condition that is true when one part is. */
        static Condition of(List<Condition> parts) {
            List<Condition> flat = new ArrayList<>(parts.size());
            for (Condition part : parts) {
                if (part instanceof Any any) {
                    flat.addAll(any.parts);
                } else if (!(part instanceof Constant constant && constant.countsAs(Truth.FALSE))) {
                    flat.add(part);
                }
            }
            if (flat.isEmpty()) {
                return Constant.FALSE;
            }
            boolean isOne = flat.size() == 1 && !(flat.get(0) instanceof Bare);
            return isOne ? flat.get(0) : new Any(Collections.unmodifiableList(flat));
        }

        @Override
        public Truth evaluate(@Nullable Object[] row) {
            Truth result = Truth.FALSE;
            for (int i = 0; i < parts.size(); i++) {
                Truth truth = parts.get(i).evaluate(row);
                if (truth == Truth.TRUE) {
                    return Truth.TRUE;
                }
                if (truth == Truth.UNKNOWN) {
                    result = Truth.UNKNOWN;
                }
            }
            return result;
        }
    }
}
