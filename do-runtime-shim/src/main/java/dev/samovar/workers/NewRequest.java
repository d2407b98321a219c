package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** A request made in Java, which an adapter turns into the runtime's own when it is sent. */
record NewRequest(
        String method,
        Url url,
        Headers ownHeaders,
        @Nullable String body) implements Request {
    @Override
    public Headers headers() {
        return ownHeaders.copy();
    }

    @Override
    public String text() {
        return body == null ? "" : body;
    }

    @Override
    public Request withHeaders(Headers headers) {
        return new NewRequest(method, url, headers.copy(), body);
    }
}
