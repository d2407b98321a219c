package dev.samovar.workers.js;

import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectState;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/**
 * One Durable Object as JavaScript sees it: the handlers of Cloudflare's {@code DurableObject}, each run as a
 * coroutine. TeaVM exports the methods under their Java names.
 */
final class DurableObjectAdapter {
    interface NativeAlarmInfo extends JSObject {
        @JSProperty("isRetry")
        boolean isRetry();

        @JSProperty
        int getRetryCount();

        @JSProperty
        double getScheduledTime();
    }

    private final Coroutines coroutines;
    private final DurableObject object;

    private DurableObjectAdapter(Coroutines coroutines, DurableObject object) {
        this.coroutines = coroutines;
        this.object = object;
    }

    static JSObject attach(Coroutines coroutines, DurableObject object, JSObject ctx, JSObject env) {
        try {
            DurableObjectState state = new JsDurableObjectState(coroutines, ctx);
            object.attach(state, new JsEnv(coroutines, env));
        } catch (Throwable thrown) {
            throw Errors.raise(thrown);
        }
        return asJs(new DurableObjectAdapter(coroutines, object));
    }

    @JSExport
    public @Nullable JSObject fetch(JSObject request) {
        return coroutines.start(() -> JsResponse.toJs(object.fetch(new JsRequest(coroutines, request))));
    }

    @JSExport
    public @Nullable JSObject webSocketMessage(JSObject socket, JSObject message) {
        return coroutines.start(() -> {
            if (Bytes.isBuffer(message)) {
                object.webSocketMessage(JsWebSocket.of(socket), Bytes.wrap(message));
            } else {
                object.webSocketMessage(JsWebSocket.of(socket), string(message));
            }
            return null;
        });
    }

    /**
     * The close frame is echoed as soon as the handler has returned or waits. workerd does not do it for a hibernating
     * socket: without an echo the peer sees 1006. Not before the handler, which may want to read the attachment and the
     * tags.
     */
    @JSExport
    public @Nullable JSObject webSocketClose(JSObject socket, int code, String reason, boolean wasClean) {
        JSObject outcome = coroutines.start(() -> {
            object.webSocketClose(JsWebSocket.of(socket), code, reason, wasClean);
            return null;
        });
        echoClose(socket, code, reason);
        return outcome;
    }

    @JSExport
    public @Nullable JSObject webSocketError(JSObject socket, JSObject error) {
        return coroutines.start(() -> {
            object.webSocketError(JsWebSocket.of(socket), Errors.toJava(error));
            return null;
        });
    }

    @JSExport
    public @Nullable JSObject alarm(NativeAlarmInfo info) {
        AlarmInvocationInfo alarm =
                new AlarmInvocationInfo(info.isRetry(), info.getRetryCount(), (long) info.getScheduledTime());
        return coroutines.start(() -> {
            object.alarm(alarm);
            return null;
        });
    }

    @JSBody(params = "adapter", script = "return adapter;")
    private static native JSObject asJs(DurableObjectAdapter adapter);

    @JSBody(params = "message", script = "return message;")
    private static native String string(JSObject message);

    /**
     * Codes such as 1005 and 1006 say that there was no code: they are reported, but may not be sent. The second
     * attempt answers these. A socket that is closed already needs no echo, so its refusal is not an error.
     */
    @JSBody(
            params = {"socket", "code", "reason"},
            script = "try { socket.close(code, reason); } catch (refused) {"
                    + "try { socket.close(1000, reason); } catch (closed) {} }")
    private static native void echoClose(JSObject socket, int code, String reason);
}
