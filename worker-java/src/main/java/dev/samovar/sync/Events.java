package dev.samovar.sync;

import dev.samovar.workers.Console;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells an author what happened. Ask {@link #areHeard} before an event is made: mostly nobody listens. */
final class Events {
    private final @Nullable Consumer<? super SyncEvent> listener;
    private final Console console;

    Events(@Nullable Consumer<? super SyncEvent> listener, Console console) {
        this.listener = listener;
        this.console = console;
    }

    boolean areHeard() {
        return listener != null;
    }

    /** A listener that fails harms nothing. */
    void tell(SyncEvent event) {
        if (listener == null) {
            return;
        }
        try {
            listener.accept(event);
        } catch (RuntimeException failure) {
            console.error("The listener of events has failed.", failure);
        }
    }
}
