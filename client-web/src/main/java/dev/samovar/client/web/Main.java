package dev.samovar.client.web;

import org.teavm.jso.JSExport;

/** What {@code client.js} imports. */
public final class Main {
    private Main() {}

    /**
     * A client that is not connected yet.
     *
     * @param url of the WebSocket, {@code ws:} or {@code wss:}
     * @param answerTimeoutMillis how long a write on an open socket waits for its answer; 0 for no limit
     * @param holdTimeoutMillis how long a write waits in all, counted from when it first had no socket; 0 for no limit
     */
    @JSExport
    public static ClientDoor newClient(String url, int answerTimeoutMillis, int holdTimeoutMillis, Host host) {
        return new BrowserClient(url, answerTimeoutMillis, holdTimeoutMillis, host);
    }
}
