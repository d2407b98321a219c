package dev.samovar.client;

import org.jspecify.annotations.Nullable;

/** Proves who the user is, anew for every socket. */
@FunctionalInterface
public interface TokenSource {
    /** For a server that asks for none, or finds it in a cookie. */
    TokenSource NONE = listener -> listener.onToken(null);

    /** Begins to get a token. One method of the listener is called, perhaps before this returns. Must not throw. */
    void fetch(Listener listener);

    /** Hears what became of it. */
    interface Listener {
        /**
         * There is one, or none is needed.
         *
         * @param token to be sent as the second subprotocol; {@code null} for none
         */
        void onToken(@Nullable String token);

        /**
         * There is none.
         *
         * @param reason for people
         */
        void onFailed(String reason);
    }
}
