package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.query.BoundPredicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that meet a predicate, and their changes of the current tick. Subscriptions to the same rows in
 * the same format share one shape: a changed row is judged and encoded once for all of them.
 *
 * <p>A shape keeps no list of its members. Whether a row was one is read from the row as it was, which the log keeps.
 */
abstract sealed class Shape permits FilteredShape, WindowShape {
    private final SyncedTable<?> table;
    private final boolean isTyped;
    private final BoundPredicate predicate;
    private final String name;
    private final Set<Subscription<?>> subscriptions = new LinkedHashSet<>();
    private final List<ShapeChange> changes = new ArrayList<>();
    private final Map<String, ShapeChange> latest = new HashMap<>();
    private @Nullable Position packedFrom;
    private int packedSize;
    private PackedChanges packed = PackedChanges.NONE;

    Shape(SyncedTable<?> table, boolean isTyped, BoundPredicate predicate, String name) {
        this.table = table;
        this.isTyped = isTyped;
        this.predicate = predicate;
        this.name = name;
    }

    /** Takes in a row of the table that changed. */
    abstract void accept(ChangedRow row);

    /** Called when all rows that changed together were taken in. */
    void settle(Position head) {}

    /** Why it cannot be kept any more; {@code null} while it can. */
    @Nullable
    Refusal failure() {
        return null;
    }

    /** Whether it judges rows by what they hold. */
    boolean needsValues() {
        return !predicate.isEverything();
    }

    final SyncedTable<?> table() {
        return table;
    }

    /** Whether the record's types decide what clients see; otherwise it is what is stored. */
    final boolean isTyped() {
        return isTyped;
    }

    final RowFormat format() {
        return isTyped ? table.typedFormat() : table.storedFormat();
    }

    final BoundPredicate predicate() {
        return predicate;
    }

    /** Tells the table's shapes apart. */
    final String name() {
        return name;
    }

    /** The columns that membership depends on, but for the key, which the log has anyway. */
    final List<String> trackedColumns() {
        return table.trackedColumns(predicate);
    }

    final Set<Subscription<?>> subscriptions() {
        return subscriptions;
    }

    /** Whether the row was a member before it changed. */
    final boolean held(ChangedRow row) {
        if (predicate.isEverything()) {
            return row.logged().wasThere();
        }
        @Nullable Object[] before = row.before();
        return before != null && predicate.test(before);
    }

    /** Adds a change. One of a row that neither was nor is a member is none. */
    final void add(String key, Position seq, boolean wasMember, @Nullable RowImage row, ColumnMask columns) {
        if (!wasMember && row == null) {
            return;
        }
        ShapeChange change = new ShapeChange(key, seq, wasMember, row, columns, latest.get(key));
        latest.put(key, change);
        changes.add(change);
    }

    final boolean hasChanges() {
        return !changes.isEmpty();
    }

    /** The changes behind a position, in order; of each row all but the last are superseded. */
    final List<ShapeChange> after(Position position) {
        int start = changes.size();
        while (start > 0 && changes.get(start - 1).seq().isAfter(position)) {
            start--;
        }
        return changes.subList(start, changes.size());
    }

    /** The same as one array of a {@code samovar/1} flush; sessions that are equally far share it. */
    final PackedChanges packedAfter(Position position) {
        if (packedFrom == null || !packedFrom.equals(position) || packedSize != changes.size()) {
            packed = PackedChanges.of(after(position), position);
            packedFrom = position;
            packedSize = changes.size();
        }
        return packed;
    }

    /** Forgets the changes: every session has them. */
    final void clear() {
        changes.clear();
        latest.clear();
        packedFrom = null;
        packed = PackedChanges.NONE;
    }
}
