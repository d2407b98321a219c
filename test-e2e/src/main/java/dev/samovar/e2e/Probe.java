package dev.samovar.e2e;

import static java.util.Objects.requireNonNull;

import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object under test. Its path is {@code /object/<name>/<group>/<action>}. */
final class Probe extends DurableObject {
    private final Map<String, Routes> groups = new HashMap<>();
    private @Nullable Sockets sockets;
    private @Nullable Alarms alarms;

    @Override
    protected void onStart() {
        Start start = new Start(ctx(), env());
        start.begin();
        sockets = new Sockets(ctx(), start);
        alarms = new Alarms(ctx(), env());
        groups.put("start", start);
        groups.put("socket", sockets);
        groups.put("alarm", alarms);
        groups.put("wait", new Waits(ctx(), env()));
        groups.put("sql", new Sql(ctx()));
        groups.put("storage", new Storage(ctx()));
        groups.put("error", new Errors(ctx()));
        groups.put("crypto", new Cryptography(ctx().globalScope()));
        groups.put("encoding", new Encoding(ctx().globalScope().textEncoding()));
        groups.put("http", new Http(ctx().globalScope().json()));
    }

    @Override
    public Response fetch(Request request) {
        String path = request.url().pathname();
        int action = path.lastIndexOf('/');
        int group = path.lastIndexOf('/', action - 1);
        Routes routes = groups.get(path.substring(group + 1, action));
        return routes == null
                ? Response.text(404, "The probe has no routes for " + path + ".")
                : routes.answer(path.substring(action + 1), request);
    }

    @Override
    public void webSocketMessage(WebSocket socket, String message) {
        requireNonNull(sockets).text(socket, message);
    }

    @Override
    public void webSocketMessage(WebSocket socket, byte[] message) {
        if (ctx().getTags(socket).contains(FrameEcho.TAG)) {
            FrameEcho.answer(socket, message);
        } else if (ctx().getTags(socket).contains(Predicates.TAG)) {
            Predicates.answer(socket, message);
        } else {
            requireNonNull(sockets).bytes(socket, message);
        }
    }

    @Override
    public void webSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {
        requireNonNull(sockets).closed(socket, code, reason, wasClean);
    }

    @Override
    public void alarm(AlarmInvocationInfo info) {
        requireNonNull(alarms).ring(info);
    }
}
