package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** A response made in Java, which an adapter turns into the runtime's own when it leaves. */
record NewResponse(
        int status,
        Headers ownHeaders,
        String body,
        @Nullable WebSocket webSocket) implements Response {
    @Override
    public Headers headers() {
        return ownHeaders.copy();
    }

    @Override
    public String text() {
        return body;
    }
}
