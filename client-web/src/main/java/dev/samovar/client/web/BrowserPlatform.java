package dev.samovar.client.web;

import dev.samovar.client.MessagePackEncoder;
import dev.samovar.client.Platform;
import dev.samovar.client.SyncClient;
import dev.samovar.client.TokenSource;
import dev.samovar.client.ValueRow;
import org.teavm.jso.JSBody;

/**
 * The door for pages that are written in Java: what a {@link SyncClient} needs of a browser.
 *
 * <pre>{@code
 * Platform platform = BrowserPlatform.at("/sync/lobby", TokenSource.NONE);
 * SyncClient client = new SyncClient(platform, ClientOptions.defaults(), OutboxStore.NONE, listener);
 * BrowserPlatform.watchNetwork(client);
 * SyncedCollection messages = client.collection("messages", ValueRow.FACTORY, rowListener);
 * messages.subscribe(Selection.all(), subscriptionListener);
 * }</pre>
 */
public final class BrowserPlatform {
    private BrowserPlatform() {}

    /**
     * Sockets, timers and chance of the browser. Rows are {@link ValueRow}s, made by {@link ValueRow#FACTORY}.
     *
     * @param url where the object is: {@code ws}, {@code wss}, {@code http}, {@code https}, or a path such as
     *     {@code /sync/lobby} of the page's own host. What is no URL is thrown out by the browser
     * @param tokens who the user is
     */
    public static Platform at(String url, TokenSource tokens) {
        return new Platform(
                new WebSocketDialer(socketUrl(url)),
                tokens,
                new BrowserTimers(),
                new BrowserRandom(),
                ValueRow.READER,
                new MessagePackEncoder());
    }

    /**
     * Lets a client know when the browser is online again and when the page is looked at again, so that it connects at
     * once. For as long as the page lives.
     */
    public static void watchNetwork(SyncClient client) {
        new NetworkWatch(client).watch(true);
    }

    @JSBody(
            params = "url",
            script = "var resolved = new URL(url, globalThis.location ? location.href : undefined);"
                    + "resolved.protocol = resolved.protocol.replace('http', 'ws');"
                    + "return resolved.href;")
    private static native String socketUrl(String url);
}
