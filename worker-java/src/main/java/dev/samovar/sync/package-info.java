/**
 * {@link dev.samovar.sync.SyncDurableObject}: a Durable Object whose tables are mirrored by its clients. The way of a
 * write through this package, file by file, is in ARCHITECTURE.md.
 *
 * <p>All of it is plain Java against {@code dev.samovar.workers}, and the same code runs on the JVM. What must not be
 * put here: JavaScript types, clocks or randomness of its own, and static state.
 */
@NullMarked
package dev.samovar.sync;

import org.jspecify.annotations.NullMarked;
