package dev.samovar.client.connection;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong since the connection last was sound. It is forgotten when the server answers a ping, not when it
 * accepts a socket, so that a server which accepts and breaks is dialled ever more slowly.
 *
 * @param failures attempts in a row that came to nothing
 * @param refusal what the server said when it did not accept the last token; {@code null} if it did not refuse one
 */
public record Attempts(int failures, @Nullable String refusal) {
    static Attempts none() {
        return new Attempts(0, null);
    }

    /** Whether nothing went wrong. */
    public boolean isNone() {
        return failures == 0 && refusal == null;
    }

    Attempts failed() {
        return new Attempts(failures + 1, refusal);
    }

    Attempts refused(String reason) {
        return new Attempts(failures, reason);
    }
}
