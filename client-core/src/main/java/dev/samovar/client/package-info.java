/**
 * The client end of {@code samovar/1}: {@link dev.samovar.client.SyncClient} keeps one socket, its subscriptions and
 * the writes under way; {@link dev.samovar.client.SyncedCollection} has the rows.
 *
 * <p>It touches the world only through what a {@link dev.samovar.client.Platform} holds. Everything runs on one thread,
 * the caller's. What must not be put here: anything of a browser or of TanStack DB.
 */
@NullMarked
package dev.samovar.client;

import org.jspecify.annotations.NullMarked;
