package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of writes, by who wrote and the transaction id they chose: nobody can read, or claim beforehand, the
 * outcome of another one's write. A receipt is written in the transaction of its write.
 */
final class Receipts {
    /** Who wrote, and the id they gave the write. */
    record Key(String identity, String txId) {}

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
     * Removes at most {@code limit} of the oldest receipts, if they were written before the time.
     *
     * @return whether there may be more to remove
     */
    boolean prune(long beforeMillis, int limit) {
        sql.exec(
                "DELETE FROM _sync_receipts WHERE id IN (SELECT id FROM _sync_receipts ORDER BY id LIMIT ?) AND at < ?",
                limit,
                beforeMillis);
        return sql.exec("SELECT changes()").one().getLong(0) == limit;
    }
}
