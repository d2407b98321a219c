/**
 * The client end of the sync protocol: {@link dev.samovar.client.SyncClient} keeps one socket, its subscriptions and
 * the writes under way.
 *
 * <p>It touches the world only through {@link dev.samovar.client.Dialer}, {@link dev.samovar.client.Timers} and
 * {@link dev.samovar.client.RandomSource}. Everything runs on one thread, the caller's. What must not be put here:
 * anything of a browser or of TanStack DB.
 */
@NullMarked
package dev.samovar.client;

import org.jspecify.annotations.NullMarked;
