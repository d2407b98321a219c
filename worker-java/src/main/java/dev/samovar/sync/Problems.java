package dev.samovar.sync;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with what a client sent: one problem for each place in it, all in one message. */
final class Problems {
    private final Set<String> places = new HashSet<>();
    private @Nullable StringBuilder message;

    /** Notes a problem, if it is the first of its place, and as long as the message is not too long already. */
    void add(String place, String problem) {
        if (message == null) {
            message = new StringBuilder();
        }
        if (message.length() <= SyncLimits.MAX_MESSAGE_CHARS && places.add(place)) {
            message.append(message.length() == 0 ? "" : "; ").append(problem);
        }
    }

    /** Joined by semicolons; {@code null} if there are none. */
    @Nullable
    String message() {
        return message == null ? null : message.toString();
    }
}
