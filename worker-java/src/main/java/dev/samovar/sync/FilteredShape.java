package dev.samovar.sync;

import dev.samovar.protocol.query.BoundPredicate;
import org.jspecify.annotations.Nullable;

/** Every row that meets the predicate. */
final class FilteredShape extends Shape {
    FilteredShape(SyncedTable<?> table, boolean isTyped, BoundPredicate predicate, String name) {
        super(table, isTyped, predicate, name);
    }

    @Override
    void accept(ChangedRow row) {
        @Nullable RowState now = row.now();
        RowImage image = now != null && predicate().test(now.values()) ? now.image(isTyped()) : null;
        add(row.key(), row.seq(), held(row), image, row.logged().changed());
    }
}
