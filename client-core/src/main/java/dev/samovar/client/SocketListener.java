package dev.samovar.client;

/** Hears what a {@link Socket} does. */
public interface SocketListener {
    void onOpen();

    void onBinary(byte[] message);

    void onText(String message);

    /** The socket could not be made, for example because there are no credentials. Nothing else is called. */
    void onFailed(String reason);

    /** The socket is closed, or did not open. Nothing is called afterwards. */
    void onClosed(int code, String reason);
}
