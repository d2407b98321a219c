package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the log in, reads each row that changed once, and hands it to the shapes it concerns. A session needs no buffer
 * of its own: it remembers the position it has seen, and takes what its shapes hold behind it.
 */
final class Feed {
    private final SqlStorage sql;
    private final Tables tables;
    private final ChangeLog log;
    /** Those that hold changes of the current tick. */
    private final Set<Shape> changed = new LinkedHashSet<>();

    private Position head;
    private int size;

    Feed(SqlStorage sql, Tables tables, ChangeLog log, Position head) {
        this.sql = sql;
        this.tables = tables;
        this.log = log;
        this.head = head;
    }

    /** The position up to which the log was taken in. */
    Position head() {
        return head;
    }

    /** Whether anybody is subscribed to anything. */
    boolean isFollowed() {
        for (SyncedTable<?> table : tables.all()) {
            if (!table.shapes().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The bytes held in memory, about. */
    int size() {
        return size;
    }

    /**
     * Takes in the log's next entries.
     *
     * @return the shapes that changed, or that cannot be kept any more
     */
    Collection<Shape> accept(NewChanges added) {
        if (!added.head().isAfter(head)) {
            return List.of();
        }
        Position from = head;
        head = added.head();
        List<LoggedChange> all = LoggedChange.of(added.lines());
        if (all.size() == 1
                && added.table() != null
                && all.get(0).table().equals(added.table().name())) {
            return accept(added.table(), all, added, from);
        }
        Map<SyncedTable<?>, List<LoggedChange>> byTable = new LinkedHashMap<>();
        for (LoggedChange change : all) {
            SyncedTable<?> table = tables.find(change.table());
            if (table != null && !table.shapes().isEmpty()) {
                byTable.computeIfAbsent(table, first -> new ArrayList<>()).add(change);
            }
        }
        List<Shape> concerned = new ArrayList<>();
        byTable.forEach((table, changes) -> concerned.addAll(accept(table, changes, added, from)));
        return concerned;
    }

    private Set<Shape> accept(SyncedTable<?> table, List<LoggedChange> changes, NewChanges added, Position from) {
        Set<Shape> concerned = new LinkedHashSet<>();
        for (ChangedRow row : rows(table, changes, added, from)) {
            for (Shape shape : table.shapes().concernedBy(row)) {
                shape.accept(row);
                concerned.add(shape);
            }
        }
        concerned.forEach(shape -> shape.settle(head));
        concerned.removeIf(shape -> !shape.hasChanges() && shape.failure() == null);
        changed.addAll(concerned);
        return concerned;
    }

    /** Forgets all changes: every session has them. */
    void clear() {
        changed.forEach(Shape::clear);
        changed.clear();
        size = 0;
    }

    private List<ChangedRow> rows(SyncedTable<?> table, List<LoggedChange> changes, NewChanges added, Position from) {
        boolean needValues = table.shapes().needValues();
        Map<String, RowState> now = table == added.table() ? added.rows() : read(table, changes, needValues);
        BeforeImages images = needValues && someWereThere(changes) ? log.before(table, from) : BeforeImages.NONE;
        List<ChangedRow> rows = new ArrayList<>(changes.size());
        for (LoggedChange change : changes) {
            RowState state = now.get(change.key());
            size += state == null ? 0 : state.size();
            rows.add(new ChangedRow(
                    change, change.wasThere() ? images.row(change.first(), change.key(), table) : null, state));
        }
        return rows;
    }

    private static boolean someWereThere(List<LoggedChange> changes) {
        for (LoggedChange change : changes) {
            if (change.wasThere()) {
                return true;
            }
        }
        return false;
    }

    private Map<String, RowState> read(SyncedTable<?> table, List<LoggedChange> changes, boolean needValues) {
        Map<String, RowState> rows = new HashMap<>();
        for (int at = 0; at < changes.size(); at += SyncedTable.KEYS_PER_STATEMENT) {
            int end = Math.min(at + SyncedTable.KEYS_PER_STATEMENT, changes.size());
            @Nullable Object[] keys = new @Nullable Object[end - at];
            for (int i = at; i < end; i++) {
                keys[i - at] = changes.get(i).key();
            }
            // Also those the log calls deleted: an author's trigger may have put a row back.
            SqlCursor cursor = sql.exec(table.selectByKeys(keys.length), keys);
            while (cursor.next()) {
                rows.put(table.storedFormat().key(cursor), new RowState(table, cursor, needValues));
            }
        }
        return rows;
    }
}
