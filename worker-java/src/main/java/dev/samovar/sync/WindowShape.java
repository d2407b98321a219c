package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a predicate from an offset up to a limit in an order, kept so while rows come, go and move. It knows its
 * rows and as many behind them, so that most changes need no query: only when those run out are they read again.
 */
final class WindowShape extends Shape {
    private final RowQuery query;
    private final OrderedRows source;
    private List<OrderedRow> known;
    /** Whether all rows of the predicate are known. */
    private boolean isExhaustive;

    private @Nullable Refusal failure;
    private Map<String, OrderedRow> members;
    private final Map<String, ChangedRow> changed = new HashMap<>();

    WindowShape(RowQuery query, OrderedRows source, String name) {
        super(query.table(), query.isTyped(), query.predicate(), name);
        this.query = query;
        this.source = source;
        this.known = read();
        this.members = window();
    }

    /** The window's rows in their order. */
    List<OrderedRow> rows() {
        return known.subList(Math.min(query.offset(), known.size()), Math.min(query.reach(), known.size()));
    }

    @Override
    @Nullable
    Refusal failure() {
        return failure;
    }

    @Override
    boolean needsValues() {
        return true;
    }

    @Override
    void accept(ChangedRow row) {
        known.removeIf(old -> old.key().equals(row.key()));
        RowState now = row.now();
        if (now != null && predicate().test(now.values())) {
            insert(new OrderedRow(row.key(), now.values(), now.image(isTyped())));
        }
        changed.put(row.key(), row);
    }

    @Override
    void settle(Position head) {
        try {
            if (known.size() < query.reach() && !isExhaustive) {
                known = read();
            }
            forgetWhatIsTooLarge();
        } catch (RejectedException tooLarge) {
            failure = tooLarge.refusal();
            known = List.of();
        }
        tell(head);
        changed.clear();
    }

    /** The rows behind the window are worth less than the memory they may take. */
    private void forgetWhatIsTooLarge() {
        int bytes = 0;
        for (int row = 0; row < known.size(); row++) {
            bytes += known.get(row).image().size();
            if (bytes > SyncLimits.MAX_PAGE_BYTES) {
                if (row < query.reach()) {
                    throw OrderedRows.tooLarge();
                }
                known = new ArrayList<>(known.subList(0, row));
                isExhaustive = false;
                return;
            }
        }
    }

    private void tell(Position head) {
        Map<String, OrderedRow> before = members;
        members = window();
        before.forEach((key, row) -> {
            if (!members.containsKey(key)) {
                add(key, head, true, null, ColumnMask.ALL);
            }
        });
        members.forEach((key, row) -> {
            @Nullable ChangedRow change = changed.get(key);
            if (!before.containsKey(key)) {
                add(key, head, false, row.image(), ColumnMask.ALL);
            } else if (change != null) {
                add(key, head, true, row.image(), change.logged().changed());
            }
        });
    }

    private void insert(OrderedRow row) {
        int at = known.size();
        while (at > 0 && query.compare(row, known.get(at - 1)) < 0) {
            at--;
        }
        if (at < known.size() || isExhaustive) {
            known.add(at, row);
            if (known.size() > capacity()) {
                known.remove(known.size() - 1);
                isExhaustive = false;
            }
        }
    }

    private List<OrderedRow> read() {
        List<OrderedRow> rows;
        try {
            rows = new ArrayList<>(source.first(query, capacity() + 1));
        } catch (RejectedException tooLarge) {
            isExhaustive = false;
            return new ArrayList<>(source.first(query, query.reach()));
        }
        isExhaustive = rows.size() <= capacity();
        if (!isExhaustive) {
            rows.remove(rows.size() - 1);
        }
        return rows;
    }

    private int capacity() {
        return 2 * query.reach();
    }

    private Map<String, OrderedRow> window() {
        Map<String, OrderedRow> window = new HashMap<>();
        for (OrderedRow row : rows()) {
            window.put(row.key(), row);
        }
        return window;
    }
}
