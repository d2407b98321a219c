/**
 * The client on the JVM against the chat in a real workerd, and the samples of docs/java-client.md. What must not be
 * put here: what {@code client-jvm} can prove by itself with the object on the JVM.
 */
@NullMarked
package dev.samovar.e2e.jvm;

import org.jspecify.annotations.NullMarked;
