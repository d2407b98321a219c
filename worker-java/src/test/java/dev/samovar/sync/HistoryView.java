package dev.samovar.sync;

import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of a client of a random history.
 *
 * @param window which part of the rows it shows; {@code null} for all
 */
record HistoryView(
        String table, HistoryFilter filter, @Nullable Window window, LiveRows rows) {
    /** Rows by their stars, of which it shows some. */
    record Window(boolean isDescending, boolean isNullLast, int limit, int offset) {
        private String order() {
            return "stars" + (isDescending ? " desc" : "") + (isNullLast ? " nulls last" : "");
        }
    }

    static Selection selection(String table, HistoryFilter filter, @Nullable Window window, Profile profile) {
        Selection selection = Selection.of(table);
        if (!filter.equals(HistoryFilter.ALL)) {
            selection = selection.where((profile == Profile.SAMOVAR_1 ? filter.typed() : filter.stored()).toValue());
        }
        return window == null
                ? selection
                : selection.orderBy(window.order()).limit(window.limit).offset(window.offset);
    }

    @Override
    public String toString() {
        return rows.sub() + " of " + table + " where " + filter + (window == null ? "" : " in " + window);
    }
}
