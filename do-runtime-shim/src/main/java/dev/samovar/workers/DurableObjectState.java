package dev.samovar.workers;

import java.util.List;

/** What the runtime gives to one Durable Object: its identity, its storage and its sockets. */
public interface DurableObjectState {
    /** The most tags one socket may have, and the most characters of a tag (Cloudflare, "Durable Object State"). */
    int MAX_TAGS = 10;

    int MAX_TAG_CHARS = 256;

    /** The most characters of an auto-response's request or response (Cloudflare, "Durable Object State"). */
    int MAX_AUTO_RESPONSE_CHARS = 2_048;

    DurableObjectId id();

    DurableObjectStorage storage();

    GlobalScope globalScope();

    /** Keeps the object in memory until the task has ended, for at most 15 minutes. */
    void waitUntil(Task task);

    /**
     * Runs the task and delivers no other event until it has ended. For what must wait at the start, within 30 s;
     * beyond, or when the task throws, the runtime resets the object.
     */
    void blockConcurrencyWhile(Task task);

    /**
     * Takes the server's half of a pair as a hibernating socket: its messages arrive at
     * {@link DurableObject#webSocketMessage}, and it stays open while the object sleeps.
     *
     * @param tags at most {@value #MAX_TAGS}, each at most {@value #MAX_TAG_CHARS} characters
     * @throws IllegalArgumentException beyond these limits
     */
    void acceptWebSocket(WebSocket socket, String... tags);

    /**
     * All accepted sockets that are not closed, in no order. The same socket is the same Java object while the object
     * is awake.
     */
    List<WebSocket> getWebSockets();

    /** The accepted sockets that carry the tag. */
    List<WebSocket> getWebSockets(String tag);

    List<String> getTags(WebSocket socket);

    /**
     * Lets the runtime answer one exact text message with another, without waking the object.
     *
     * @throws IllegalArgumentException if either is longer than {@value #MAX_AUTO_RESPONSE_CHARS} characters
     */
    void setWebSocketAutoResponse(String request, String response);

    /**
     * Resets the object: it is dropped from memory with its sockets, and made anew on the next event. The reset happens
     * in a microtask, when the Java code that asked for it has returned or waits, because workerd ends JavaScript on
     * the spot, without {@code finally}.
     */
    void abort(String reason);
}
