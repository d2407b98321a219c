package dev.samovar.client;

/** Opens sockets to the one server this client talks to. */
@FunctionalInterface
public interface Dialer {
    /**
     * Begins to open a socket and returns at once.
     *
     * @param listener hears what becomes of it, but not before this returns, and not after {@link Socket#close}
     */
    Socket dial(SocketListener listener);
}
