/**
 * Cloudflare's runtime on the JVM, for JUnit: the interfaces of {@code dev.samovar.workers} over a real SQLite, a clock
 * that a test moves by hand, and sockets that a test reads like a queue.
 *
 * <p>Start at {@link dev.samovar.testkit.DurableObjectHost} for one object, at {@link dev.samovar.testkit.LocalRuntime}
 * for a Worker with its objects, and at {@link dev.samovar.testkit.TestClient} for who may do what in a synced object.
 *
 * <p>Nothing here sleeps or races. Every event runs on a thread of its own, so that it may wait, but only one thread
 * runs at a time, and a call of the test returns when every event has ended or waits.
 *
 * <p>What must not be put here: anything that knows how an object keeps its clients in sync. {@code TestClient} and
 * what it returns speak the protocol, and nothing else here has heard of it.
 */
@NullMarked
package dev.samovar.testkit;

import org.jspecify.annotations.NullMarked;
