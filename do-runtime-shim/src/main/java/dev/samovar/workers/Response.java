package dev.samovar.workers;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An HTTP response. */
public interface Response {
    int status();

    /** A copy: changing it does not change the response. */
    Headers headers();

    /** The body as text; empty if there is none. Can be read once. Waits. */
    String text();

    /** The client's half of a socket, if this response accepts an upgrade. */
    @Nullable
    WebSocket webSocket();

    static Response text(int status, String body) {
        return of(status, new Headers().set("content-type", "text/plain; charset=utf-8"), body);
    }

    /**
     * A response with a body of JSON.
     *
     * @param json JSON text, as {@link Json#stringify} makes it
     */
    static Response json(int status, String json) {
        return of(status, new Headers().set("content-type", "application/json"), json);
    }

    static Response of(int status, Headers headers, String body) {
        return new NewResponse(status, headers.copy(), body, null);
    }

    /** Accepts an upgrade: status 101 with the client's half of a pair. */
    static Response webSocket(WebSocket client, Headers headers) {
        return new NewResponse(101, headers.copy(), "", Objects.requireNonNull(client));
    }
}
