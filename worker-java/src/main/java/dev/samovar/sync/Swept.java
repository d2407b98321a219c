package dev.samovar.sync;

import dev.samovar.workers.SqlStorage;

/**
 * What a step of housekeeping did.
 *
 * @param removed rows, of the log or of the receipts
 * @param isMoreLeft whether another step has more to do
 */
record Swept(int removed, boolean isMoreLeft) {
    static final Swept NOTHING = new Swept(0, false);

    /** What the last statement removed. */
    static Swept last(SqlStorage sql, boolean isMoreLeft) {
        return new Swept((int) sql.exec("SELECT changes()").one().getDouble(0), isMoreLeft);
    }

    Swept and(Swept other) {
        return new Swept(removed + other.removed, isMoreLeft || other.isMoreLeft);
    }
}
