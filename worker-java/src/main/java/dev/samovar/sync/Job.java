package dev.samovar.sync;

import dev.samovar.protocol.Value;

/**
 * A job whose time has come.
 *
 * @param payload what it was scheduled with; {@link Value#NULL} if nothing
 * @param attempt 1, and one more for each attempt before that failed or did not end
 */
public record Job(String name, Value payload, int attempt) {}
