package dev.samovar.protocol.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a value is one of a list. A null in the list matches nothing. */
public final class Membership implements Condition {
    private final Operand operand;
    private final List<Object> items;

    private Membership(Operand operand, List<Object> items) {
        this.operand = operand;
        this.items = items;
    }

    /** For a list of one, a comparison. */
    static Condition of(Operand operand, List<Object> items) {
        List<Object> sorted = new ArrayList<>(items);
        sorted.sort(JsValues::order);
        List<Object> distinct = new ArrayList<>(sorted.size());
        for (Object item : sorted) {
            if (distinct.isEmpty() || JsValues.order(distinct.get(distinct.size() - 1), item) != 0) {
                distinct.add(item);
            }
        }
        return distinct.size() == 1
                ? new Comparison(Relation.EQ, operand, new Operand.Literal(distinct.get(0)))
                : new Membership(operand, Collections.unmodifiableList(distinct));
    }

    public Operand operand() {
        return operand;
    }

    /** Without null and without repetition, sorted; none of them null. */
    public List<Object> items() {
        return items;
    }

    @Override
    public Truth evaluate(@Nullable Object[] row) {
        Object value = operand.value(row);
        return value == null ? Truth.UNKNOWN : Truth.of(contains(value));
    }

    private boolean contains(Object value) {
        int low = 0;
        int high = items.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = JsValues.order(items.get(middle), value);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
