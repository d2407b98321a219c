package dev.samovar.client;

import org.jspecify.annotations.Nullable;

/** Opens sockets to the one server this client talks to. */
@FunctionalInterface
public interface Dialer {
    /**
     * Begins to open a socket and returns at once.
     *
     * @param token offered as the second subprotocol; {@code null} for none
     * @param listener hears what becomes of it, but not before this returns, and not after {@link Socket#close}
     */
    Socket dial(@Nullable String token, SocketListener listener);
}
