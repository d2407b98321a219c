package dev.samovar.testkit;

import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.Env;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An object that does what the test says, and notes its events. It accepts every upgrade. */
final class ScriptedObject extends DurableObject {
    interface OnStart {
        void run(ScriptedObject object);
    }

    interface OnFetch {
        Response answer(ScriptedObject object, Request request);
    }

    interface OnMessage {
        void run(ScriptedObject object, WebSocket socket, String message);
    }

    interface OnClose {
        void run(ScriptedObject object, WebSocket socket);
    }

    interface OnAlarm {
        void run(ScriptedObject object, AlarmInvocationInfo info);
    }

    /** What outlives the instances: the handlers, and notes of what happened. */
    static final class Script {
        final List<String> notes = new ArrayList<>();
        OnStart onStart = object -> {};
        OnFetch onFetch = (object, request) -> Response.text(200, "ok");
        OnMessage onMessage = (object, socket, message) -> socket.send("echo:" + message);
        OnClose onClose = (object, socket) -> {};
        OnAlarm onAlarm = (object, info) -> {};

        DurableObjectHost<ScriptedObject> host() {
            return DurableObjectHost.of(this::object);
        }

        ScriptedObject object() {
            return new ScriptedObject(this);
        }
    }

    private final Script script;

    ScriptedObject(Script script) {
        this.script = script;
    }

    DurableObjectState state() {
        return ctx();
    }

    DurableObjectStorage storage() {
        return ctx().storage();
    }

    SqlStorage sql() {
        return ctx().storage().sql();
    }

    Env bindings() {
        return env();
    }

    void note(String note) {
        script.notes.add(note);
    }

    @Override
    protected void onStart() {
        script.onStart.run(this);
    }

    @Override
    public Response fetch(Request request) {
        if (!"websocket".equals(request.headers().get("upgrade"))) {
            return script.onFetch.answer(this, request);
        }
        WebSocketPair pair = ctx().globalScope().newWebSocketPair();
        ctx().acceptWebSocket(pair.server(), "all", request.url().pathname());
        return Response.webSocket(pair.client(), new Headers());
    }

    @Override
    public void webSocketMessage(WebSocket socket, String message) {
        script.onMessage.run(this, socket, message);
    }

    @Override
    public void webSocketMessage(WebSocket socket, byte[] message) {
        script.onMessage.run(this, socket, new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void webSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {
        note("close " + code + " " + reason + " " + wasClean + " state " + socket.readyState());
        script.onClose.run(this, socket);
    }

    @Override
    public void webSocketError(WebSocket socket, Throwable error) {
        note("error " + error.getMessage());
    }

    @Override
    public void alarm(AlarmInvocationInfo info) {
        script.onAlarm.run(this, info);
    }
}
