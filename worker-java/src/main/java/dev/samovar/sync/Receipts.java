package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of writes, by who wrote and the transaction id they chose: nobody can read, or claim beforehand, the
 * outcome of another one's write. A receipt is written in the transaction of its write, and there is one per key: a
 * write that was done before fails on its receipt, and all of it is rolled back.
 */
final class Receipts {
    /** Who wrote, and the id they gave the write. */
    record Key(String identity, String txId) {}

    /** Before all keys: an identity is never empty. */
    private static final Key START = new Key("", "");

    private final SqlStorage sql;

    Receipts(SqlStorage sql) {
        this.sql = sql;
    }

    @Nullable
    Receipt find(Key key) {
        SqlCursor cursor = sql.exec(
                "SELECT payload, seq, result, code, message FROM _sync_receipts WHERE identity = ? AND tx_id = ?",
                key.identity,
                key.txId);
        if (!cursor.next()) {
            return null;
        }
        String payload = cursor.getString(0);
        if (cursor.isNull(1)) {
            return new Receipt(payload, null, new Refusal(cursor.getString(3), cursor.getString(4)));
        }
        EncodedValue result = cursor.isNull(2) ? null : new EncodedValue(cursor.getBytes(2));
        return new Receipt(payload, new Receipt.Committed(Position.of(cursor.getDouble(1)), result), null);
    }

    /** @throws dev.samovar.workers.PlatformException if the key has a receipt */
    void add(Key key, String payload, Position seq, @Nullable EncodedValue result, long nowMillis) {
        sql.exec(
                "INSERT INTO _sync_receipts (identity, tx_id, payload, seq, result, at) VALUES (?, ?, ?, ?, ?, ?)",
                key.identity,
                key.txId,
                payload,
                seq.number(),
                result == null ? null : result.bytes(),
                nowMillis);
    }

    void add(Key key, String payload, Refusal refusal, long nowMillis) {
        sql.exec(
                "INSERT INTO _sync_receipts (identity, tx_id, payload, code, message, at) VALUES (?, ?, ?, ?, ?, ?)",
                key.identity,
                key.txId,
                payload,
                refusal.code(),
                refusal.message(),
                nowMillis);
    }

    /**
     * Looks at the next {@code limit} receipts in the order of their keys, and removes those that were written before
     * the time. How far it came is kept, so that a round ends however often the object goes to sleep meanwhile.
     *
     * @param newRound whether to begin a round if none is under way
     * @return more is left while the round goes on
     */
    Swept prune(long beforeMillis, int limit, boolean newRound) {
        Key from = sweptUpTo();
        if (from.equals(START) && !newRound) {
            return Swept.NOTHING;
        }
        SqlCursor end = sql.exec(
                "SELECT identity, tx_id FROM _sync_receipts WHERE (identity, tx_id) > (?, ?)"
                        + " ORDER BY identity, tx_id LIMIT 1 OFFSET ?",
                from.identity,
                from.txId,
                limit - 1);
        String delete = "DELETE FROM _sync_receipts WHERE (identity, tx_id) > (?, ?) AND at < ?";
        if (!end.next()) {
            sql.exec(delete, from.identity, from.txId, beforeMillis);
            Swept swept = Swept.last(sql, false);
            if (!from.equals(START)) {
                sql.exec("DELETE FROM _sync_sweep");
            }
            return swept;
        }
        Key to = new Key(end.getString(0), end.getString(1));
        sql.exec(
                delete + " AND (identity, tx_id) <= (?, ?)",
                from.identity,
                from.txId,
                beforeMillis,
                to.identity,
                to.txId);
        Swept swept = Swept.last(sql, true);
        sql.exec("INSERT OR REPLACE INTO _sync_sweep (id, identity, tx_id) VALUES (1, ?, ?)", to.identity, to.txId);
        return swept;
    }

    private Key sweptUpTo() {
        SqlCursor cursor = sql.exec("SELECT identity, tx_id FROM _sync_sweep");
        return cursor.next() ? new Key(cursor.getString(0), cursor.getString(1)) : START;
    }
}
