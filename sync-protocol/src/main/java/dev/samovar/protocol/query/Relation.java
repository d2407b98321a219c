package dev.samovar.protocol.query;

/** How two values are compared. */
public enum Relation {
    EQ("eq"),
    GT("gt"),
    GTE("gte"),
    LT("lt"),
    LTE("lte");

    private final String operator;

    Relation(String operator) {
        this.operator = operator;
    }

    /** Its name on the wire. */
    String operator() {
        return operator;
    }

    /** What holds of the operands in the other order. */
    Relation mirrored() {
        return switch (this) {
            case EQ -> EQ;
            case GT -> LT;
            case GTE -> LTE;
            case LT -> GT;
            case LTE -> GTE;
        };
    }

    /** Whether it holds of two values, neither of them null. */
    boolean holds(Object a, Object b) {
        if (this == EQ) {
            return JsValues.equal(a, b);
        }
        boolean isLastA = JsValues.isNaN(a);
        boolean isLastB = JsValues.isNaN(b);
        // NaN comes after everything, and beside itself. What cannot be compared counts as the same, as there.
        int order = isLastA || isLastB ? Boolean.compare(isLastA, isLastB) : JsValues.compare(a, b);
        return switch (this) {
            case EQ -> order == 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
        };
    }
}
