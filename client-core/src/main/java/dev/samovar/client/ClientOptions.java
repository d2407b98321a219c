package dev.samovar.client;

import dev.samovar.client.connection.RetryPolicy;

/**
 * How patient a client is.
 *
 * @param answerTimeoutMillis how long a write that was sent on an open socket waits for its answer; 0 for as long as it
 *     takes, since a socket that is dead is found and replaced
 * @param holdTimeoutMillis how long a write waits in all, counted from when it first had no socket; 0 for as long as it
 *     takes
 * @param retryPolicy when to dial again
 */
public record ClientOptions(int answerTimeoutMillis, int holdTimeoutMillis, RetryPolicy retryPolicy) {
    /** @throws IllegalArgumentException if a timeout is negative */
    public ClientOptions {
        if (answerTimeoutMillis < 0 || holdTimeoutMillis < 0) {
            throw new IllegalArgumentException("Timeouts must not be negative, as " + answerTimeoutMillis + " ms or "
                    + holdTimeoutMillis + " ms is. 0 is for no limit.");
        }
    }

    /** No limits, and {@link RetryPolicy#DEFAULT}. */
    public static ClientOptions defaults() {
        return new ClientOptions(0, 0, RetryPolicy.DEFAULT);
    }
}
