package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/**
 * The object's SQLite database.
 *
 * <p>The limits are Cloudflare's documented ones ("Durable Objects", "Limits"). They are checked here because a local
 * workerd accepts more than production does.
 */
public interface SqlStorage {
    int MAX_BINDINGS = 100;
    int MAX_VALUE_BYTES = 2_000_000;
    int MAX_STATEMENT_BYTES = 100_000;

    /**
     * Runs one or more statements; the bindings belong to the last one. It has run when this returns, and a statement
     * without rows needs no cursor. A cursor must be read before the handler waits.
     *
     * <p>What may be bound:
     *
     * <ul>
     *   <li>{@code null}
     *   <li>{@link String}, {@code byte[]}
     *   <li>{@link Integer}, {@link Double}, and {@link Long} within &plusmn;(2<sup>53</sup>-1): JavaScript's number,
     *       which SQLite sees as REAL. A column of INTEGER affinity turns an integral one into INTEGER; in an
     *       expression write {@code CAST(? AS INTEGER)}.
     *   <li>{@link Long} beyond that: its decimal text. It arrives exactly in a column of INTEGER affinity or through
     *       {@code CAST(? AS INTEGER)}, and stays text elsewhere.
     *   <li>{@link Boolean}: 1 or 0
     * </ul>
     *
     * @throws IllegalArgumentException for any other type, for NaN (SQLite would store NULL), and beyond
     *     {@value #MAX_BINDINGS} bindings, {@value #MAX_VALUE_BYTES} bytes in a value or {@value #MAX_STATEMENT_BYTES}
     *     bytes of statement
     * @throws PlatformException if SQLite refuses the statement
     */
    SqlCursor exec(String query, @Nullable Object... bindings);

    /** The size of the database in bytes. */
    long databaseSize();
}
