package dev.samovar.client;

/**
 * How patient a client is.
 *
 * @param answerTimeoutMillis how long a write that was sent on an open socket waits for its answer
 * @param holdTimeoutMillis how long a write waits in all, counted from when it first had no socket
 */
public record ClientOptions(int answerTimeoutMillis, int holdTimeoutMillis) {
    /** 5 s on an open socket, 60 s without one. */
    public static final ClientOptions DEFAULT = new ClientOptions(5_000, 60_000);

    /** @throws IllegalArgumentException if one is not positive */
    public ClientOptions {
        if (answerTimeoutMillis <= 0 || holdTimeoutMillis <= 0) {
            throw new IllegalArgumentException("Timeouts must be positive, not " + answerTimeoutMillis + " ms and "
                    + holdTimeoutMillis + " ms. Leave them out for 5000 and 60000.");
        }
    }
}
