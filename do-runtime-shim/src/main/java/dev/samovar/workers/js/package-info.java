/**
 * {@link dev.samovar.workers} over workerd: one thin adapter per interface, and the one public class {@link Entry} by
 * which an entry module hands its Java classes over. TeaVM compiles this package; nothing else of the project names a
 * JavaScript type on the server.
 *
 * <p>Every call into the runtime that may throw goes through {@link Errors}, and every call that waits through
 * {@link Coroutines}. What must not be put here: decisions. An adapter translates, and checks the documented limits.
 */
@NullMarked
package dev.samovar.workers.js;

import org.jspecify.annotations.NullMarked;
