package dev.samovar.testkit;

import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** The HTTP side of opening a socket. */
final class Upgrade {
    private Upgrade() {}

    /** The request with the header that asks for a socket. */
    static Request of(Request request) {
        return request.withHeaders(request.headers().set("upgrade", "websocket"));
    }

    static TestSocket accepted(Response response) {
        if (response.status() != 101 || !(response.webSocket() instanceof ClientSocket client)) {
            throw new IllegalStateException("The upgrade was refused: status " + response.status() + ", "
                    + response.text() + ". To test the refusal, use fetch(...).");
        }
        if (!client.link().isAccepted()) {
            throw new IllegalStateException("The response carries a socket whose other half was not accepted."
                    + " Call ctx().acceptWebSocket(pair.server()) before returning it.");
        }
        return client.link().handOut();
    }
}
