package dev.samovar.workers.js;

import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Task;
import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** {@code this.ctx} of a Durable Object. */
final class JsDurableObjectState implements DurableObjectState {
    interface NativeState extends JSObject {
        @JSProperty
        JSObject getId();

        @JSProperty
        JSObject getStorage();

        void waitUntil(JSObject promise);

        JSObject blockConcurrencyWhile(Blocking body);

        void acceptWebSocket(JSObject socket, String[] tags);

        JSArrayReader<JSObject> getWebSockets();

        JSArrayReader<JSObject> getWebSockets(String tag);

        JSArrayReader<JSString> getTags(JSObject socket);

        void abort(String reason);
    }

    @JSFunctor
    interface Blocking extends JSObject {
        JSObject start();
    }

    private final Coroutines coroutines;
    private final NativeState ctx;
    private final DurableObjectId id;
    private final DurableObjectStorage storage;
    private final GlobalScope globalScope;

    JsDurableObjectState(Coroutines coroutines, JSObject ctx) {
        this.coroutines = coroutines;
        this.ctx = (NativeState) ctx;
        this.id = new JsDurableObjectId(this.ctx.getId());
        this.storage = new JsDurableObjectStorage(coroutines, this.ctx.getStorage());
        this.globalScope = new JsGlobalScope(coroutines);
    }

    @Override
    public DurableObjectId id() {
        return id;
    }

    @Override
    public DurableObjectStorage storage() {
        return storage;
    }

    @Override
    public GlobalScope globalScope() {
        return globalScope;
    }

    @Override
    public void waitUntil(Task task) {
        ctx.waitUntil(coroutines.promise(task));
    }

    /** The runtime resets the object when the task fails; its own promise then says nothing more. */
    @Override
    public void blockConcurrencyWhile(Task task) {
        ctx.blockConcurrencyWhile(() -> coroutines.promise(task));
    }

    @Override
    public void acceptWebSocket(WebSocket socket, String... tags) {
        if (tags.length > MAX_TAGS) {
            throw new IllegalArgumentException("A socket may have " + MAX_TAGS + " tags, not " + tags.length
                    + ". Keep the rest in its attachment.");
        }
        for (String tag : tags) {
            if (tag.length() > MAX_TAG_CHARS) {
                throw new IllegalArgumentException("A tag may have " + MAX_TAG_CHARS + " characters, not "
                        + tag.length() + ". Keep the rest in the socket's attachment.");
            }
        }
        try {
            ctx.acceptWebSocket(JsWebSocket.js(socket), tags);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public List<WebSocket> getWebSockets() {
        return sockets(ctx.getWebSockets());
    }

    @Override
    public List<WebSocket> getWebSockets(String tag) {
        return sockets(ctx.getWebSockets(tag));
    }

    @Override
    public List<String> getTags(WebSocket socket) {
        try {
            JSArrayReader<JSString> tags = ctx.getTags(JsWebSocket.js(socket));
            List<String> result = new ArrayList<>(tags.getLength());
            for (int i = 0; i < tags.getLength(); i++) {
                result.add(tags.get(i).stringValue());
            }
            return result;
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public void setWebSocketAutoResponse(String request, String response) {
        requireAutoResponse("request", request);
        requireAutoResponse("response", response);
        try {
            setWebSocketAutoResponse(ctx, request, response);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public void abort(String reason) {
        Promises.queueMicrotask(() -> ctx.abort(reason));
    }

    private static void requireAutoResponse(String part, String text) {
        if (text.length() > MAX_AUTO_RESPONSE_CHARS) {
            throw new IllegalArgumentException("An auto-response's " + part + " may have " + MAX_AUTO_RESPONSE_CHARS
                    + " characters, not " + text.length() + ". Answer longer messages in webSocketMessage.");
        }
    }

    private static List<WebSocket> sockets(JSArrayReader<JSObject> sockets) {
        List<WebSocket> result = new ArrayList<>(sockets.getLength());
        for (int i = 0; i < sockets.getLength(); i++) {
            result.add(JsWebSocket.of(sockets.get(i)));
        }
        return result;
    }

    @JSBody(
            params = {"ctx", "request", "response"},
            script = "ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(request, response));")
    private static native void setWebSocketAutoResponse(JSObject ctx, String request, String response);
}
