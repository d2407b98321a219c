/**
 * The client on the JVM: {@link dev.samovar.client.jvm.SamovarClient} keeps rows of an object's collections in memory,
 * tells what changes in them, and writes. For services, desktop programs and tests.
 *
 * <p>What a client does is decided by {@link dev.samovar.client.SyncClient}, which knows one thread; here are the
 * thread it runs on, its sockets and timers, and the door that any thread may use. What must not be put here: decisions
 * about connections, writes or subscriptions.
 */
@NullMarked
package dev.samovar.client.jvm;

import org.jspecify.annotations.NullMarked;
