package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription has missed since a position: each row that changed and is a member, as it is now, and the key of
 * each that was one and is none any more. Its cost grows with what changed in the table, not with table or log.
 */
final class CatchUp {
    private final ChangeLog log;
    private final Shape shape;
    private final Position position;
    private final RowFormat format;
    private final List<String> tracked;
    private final SqlCursor cursor;
    /** Views of what the cursor is at. */
    private final Encodable row;

    private final Encodable encodedKey;
    /** Where a row's key and what it was are: behind the row, or beside it if that is too wide. */
    private final SqlCursor keys;

    private final int keyAt;
    private final @Nullable Object[] values;
    private final @Nullable Set<String> everMembers;
    /** How many inserts everything begins with. Their keys are read only if something else follows. */
    private int inserts;

    /** A row is told as it is now, at the first of its changes; {@code null} while all were inserts. */
    private @Nullable Set<String> seen;

    /** Those that are members no more, and whether it is certain that there was such a row. */
    private final Map<String, Boolean> left = new LinkedHashMap<>();

    private @Nullable Iterator<String> leaving;
    /** The key of what is at hand; {@code null} until somebody asks for it. */
    private @Nullable String readKey;

    private boolean isMember;

    private CatchUp(
            ChangeLog log, Shape shape, Position position, List<String> tracked, @Nullable Set<String> everMembers) {
        this.log = log;
        this.shape = shape;
        this.position = position;
        this.format = shape.format();
        this.tracked = tracked;
        int width = shape.table().width();
        if (ChangeLog.isTooWide(shape.table(), tracked)) {
            this.cursor = log.changedRows(shape.table(), position);
            this.keys = log.changedKeys(shape.table(), position, tracked);
            this.keyAt = 0;
        } else {
            this.cursor = log.changedRows(shape.table(), position, tracked);
            this.keys = cursor;
            this.keyAt = width;
        }
        this.row = format.row(cursor);
        this.encodedKey = format.encodedKey(cursor);
        this.values = new @Nullable Object[format.columns().size()];
        this.everMembers = everMembers;
    }

    /** What a client has missed that had exactly the members of a position. The log must be able to tell those. */
    static CatchUp since(ChangeLog log, Shape shape, Position position) {
        return new CatchUp(log, shape, position, shape.trackedColumns(), null);
    }

    /** What a client has missed that was sent rows at several times after a position. */
    static CatchUp sinceOrLater(ChangeLog log, Shape shape, Position position) {
        Set<String> ever = new HashSet<>();
        if (!shape.predicate().isEverything()) {
            BeforeImages images = log.before(shape.table(), position);
            for (LogEntry entry : log.since(position, shape.table())) {
                @Nullable
                Object[] before =
                        entry.op() == Operation.INSERT ? null : images.row(entry.seq(), entry.key(), shape.table());
                if (before != null && shape.predicate().test(before)) {
                    ever.add(entry.key());
                }
            }
        }
        return new CatchUp(log, shape, position, List.of(), ever);
    }

    /** Moves to the next row that the client must be told of. */
    boolean next() {
        while (moved()) {
            readKey = null;
            Operation op = operation();
            if (!isFirst(op)) {
                decide(op);
                continue;
            }
            isMember = !format.isAbsent(cursor) && matches();
            if (isMember) {
                return true;
            }
            if (wasMember(op)) {
                left.put(key(), op != Operation.UPDATE);
            }
        }
        isMember = false;
        if (leaving == null) {
            leaving = left.keySet().iterator();
        }
        if (!leaving.hasNext()) {
            return false;
        }
        readKey = leaving.next();
        return true;
    }

    private Operation operation() {
        if (keys.isNull(keyAt + 1)) {
            return Operation.INSERT;
        }
        return keys.getString(keyAt + 1).equals(Operation.UPDATE.wireName()) ? Operation.UPDATE : Operation.DELETE;
    }

    /** Whether no change of the row came before. An insert among inserts is of a new row, or tells the same again. */
    private boolean isFirst(Operation op) {
        if (seen == null) {
            if (op == Operation.INSERT) {
                inserts++;
                return true;
            }
            seen = log.firstKeys(shape.table(), position, inserts);
        }
        return seen.add(key());
    }

    /**
     * An insert proves that there was no row, so the updates before it were of a statement inside the statement that
     * inserted it: foreign keys act before the triggers of the row they belong to.
     */
    private void decide(Operation op) {
        if (Boolean.FALSE.equals(left.get(key()))) {
            if (op == Operation.INSERT) {
                left.remove(key());
            } else if (op == Operation.DELETE) {
                left.put(key(), true);
            }
        }
    }

    private boolean moved() {
        return cursor.next() && (keys == cursor || keys.next());
    }

    String key() {
        if (readKey == null) {
            readKey = format.isAbsent(cursor) ? keys.getString(keyAt) : format.key(cursor);
        }
        return readKey;
    }

    /** Whether the row is a member, and not one that has left. */
    boolean isMember() {
        return isMember;
    }

    /** A member's key, valid until {@link #next}: no string is made of it. */
    Encodable encodedKey() {
        return encodedKey;
    }

    /** A member's columns, valid until {@link #next}. */
    Encodable row() {
        return row;
    }

    private boolean matches() {
        if (shape.predicate().isEverything()) {
            return true;
        }
        format.read(cursor, values);
        return shape.predicate().test(values);
    }

    private boolean wasMember(Operation op) {
        if (everMembers != null) {
            return shape.predicate().isEverything() || everMembers.contains(key());
        }
        if (op == Operation.INSERT) {
            return false;
        }
        if (shape.predicate().isEverything()) {
            return true;
        }
        List<String> names = format.columns().names();
        @Nullable Object[] before = new @Nullable Object[names.size()];
        for (int i = 0; i < tracked.size(); i++) {
            int column = names.indexOf(tracked.get(i));
            before[column] = shape.table().before(column, keys.get(keyAt + 2 + i));
        }
        before[format.keyIndex()] = key();
        return shape.predicate().test(before);
    }
}
