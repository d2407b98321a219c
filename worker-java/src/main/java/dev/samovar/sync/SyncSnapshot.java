package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Value;
import dev.samovar.workers.GlobalScope;
import java.util.List;

/**
 * Rows as they were at one position, for a page that is rendered on the server, say. A client that is given rows, epoch
 * and position may subscribe from there.
 *
 * @param rows in the order that was asked for, with the columns' declared types
 * @param position never before the first position of the object
 */
public record SyncSnapshot(List<Value.Map> rows, String epoch, Position position) {
    /**
     * {@code {"rows": [{...}], "epoch": "...", "position": 1}}, to be the content of a {@code <script
     * type="application/json">} as it is: no value of a row can end that element, since every {@code <} is escaped.
     * JSON has no bigint and no bytes: they become text, in decimal and in base64url.
     *
     * @throws IllegalArgumentException if a row has an infinite number, for which JSON has no place
     */
    public String toJson(GlobalScope globals) {
        return new SnapshotJson(globals.textEncoding()).write(this, globals.json());
    }
}
