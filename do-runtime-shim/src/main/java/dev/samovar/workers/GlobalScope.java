package dev.samovar.workers;

/**
 * What JavaScript finds on {@code globalThis}: time, timers, randomness, JSON, the console. It is passed in rather than
 * static, so that a test can hold the clock.
 */
public interface GlobalScope extends Fetcher {
    /** Milliseconds since 1970. In workerd it stands still while code runs and moves on I/O. */
    long currentTimeMillis();

    /**
     * Calls back once after a delay.
     *
     * <p>A pending timer keeps a Durable Object from hibernating.
     */
    Timeout setTimeout(Callback callback, long delayMillis);

    Crypto crypto();

    Json json();

    TextEncoding textEncoding();

    Console console();

    /** Two connected sockets. Cannot be made while a module is loading. */
    WebSocketPair newWebSocketPair();

    /** Sends a request to the network. Waits. */
    @Override
    Response fetch(Request request);
}
