package dev.samovar.client.jvm;

import dev.samovar.client.TokenSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks a function for tokens, which may take its time: it is called on a thread of its own. */
final class SuppliedTokens implements TokenSource {
    private final Supplier<? extends @Nullable String> supplier;
    private final Executor loop;

    SuppliedTokens(Supplier<? extends @Nullable String> supplier, Executor loop) {
        this.supplier = supplier;
        this.loop = loop;
    }

    @Override
    public void fetch(Listener listener) {
        Thread thread = new Thread(() -> supply(listener), "samovar-token");
        thread.setDaemon(true);
        thread.start();
    }

    private void supply(Listener listener) {
        String token;
        try {
            token = supplier.get();
        } catch (RuntimeException failure) {
            loop.execute(() -> listener.onFailed("There is no token: " + failure));
            return;
        }
        loop.execute(() -> listener.onToken(token));
    }
}
