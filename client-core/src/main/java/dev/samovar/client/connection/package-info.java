/**
 * When to dial, when to give a socket up and when to stop: one pure function from a state and an event to the next
 * state and the effects to perform.
 *
 * <p>What must not be put here: sockets, timers, frames, or anything else that acts.
 */
@NullMarked
package dev.samovar.client.connection;

import org.jspecify.annotations.NullMarked;
