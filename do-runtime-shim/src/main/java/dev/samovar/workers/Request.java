package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** An HTTP request. */
public interface Request {
    /** For example {@code GET}. */
    String method();

    Url url();

    /** A copy: changing it does not change the request. */
    Headers headers();

    /** The body as text; empty if there is none. Can be read once. Waits. */
    String text();

    /** The same request, its body and upgrade included, with these headers instead of its own. */
    Request withHeaders(Headers headers);

    /** Whether the request asks to become a WebSocket. */
    default boolean isWebSocketUpgrade() {
        String upgrade = headers().get("upgrade");
        return upgrade != null && Headers.lowerCase(upgrade).equals("websocket");
    }

    /** A request without a body. */
    static Request get(String url) {
        return new NewRequest("GET", Url.parse(url), new Headers(), null);
    }

    /** A request with headers of its own and, unless it is {@code null}, a body. */
    static Request of(String method, String url, Headers headers, @Nullable String body) {
        return new NewRequest(method, Url.parse(url), headers.copy(), body);
    }
}
