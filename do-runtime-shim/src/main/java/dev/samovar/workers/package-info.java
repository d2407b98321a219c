/**
 * Cloudflare's runtime as plain Java: interfaces named as in Cloudflare's documentation, and the few values that pass
 * through them.
 *
 * <p>There are two implementations: {@code dev.samovar.workers.js} for workerd, and {@code do-testkit} for the JVM.
 * Code written against this package runs on both. What must not be put here: anything that knows of sync, and any
 * JavaScript type.
 *
 * <p>A method whose javadoc says <em>waits</em> blocks until the runtime answers. In workerd it suspends a coroutine
 * and other events run meanwhile, so state may have changed when it returns. It must not be called inside
 * {@link dev.samovar.workers.DurableObjectStorage#transactionSync} or in a {@link dev.samovar.workers.Callback}.
 */
@NullMarked
package dev.samovar.workers;

import org.jspecify.annotations.NullMarked;
