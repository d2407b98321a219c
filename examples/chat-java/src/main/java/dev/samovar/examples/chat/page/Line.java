package dev.samovar.examples.chat.page;

import dev.samovar.examples.chat.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message as the page shows it.
 *
 * @param reason why it was not sent, if it was not
 */
record Line(Message message, State state, @Nullable String reason) {
    enum State {
        /** On this screen only. */
        PENDING("pending"),
        CONFIRMED("confirmed"),
        REFUSED("refused");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Line pending(Message message) {
        return new Line(message, State.PENDING, null);
    }

    static Line confirmed(Message message) {
        return new Line(message, State.CONFIRMED, null);
    }

    Line refused(String why) {
        return new Line(message, State.REFUSED, why);
    }

    /** Whether it stands below another. */
    boolean isAfter(Line other) {
        long difference = message.createdAt() - other.message.createdAt();
        return difference > 0 || (difference == 0 && message.id().compareTo(other.message.id()) > 0);
    }
}
