package dev.samovar.e2e;

import dev.samovar.workers.Env;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Fetcher;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Headers;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocketPair;
import dev.samovar.workers.Worker;

/**
 * Forwards {@code /object/<name>/...} to the object of that name, {@code /changed/<name>/...} with other headers,
 * {@code /jobs/<name>/...}, {@code /synced/<name>/...}, {@code /histories/<name>/...} and {@code /forum/<name>/...} to
 * the synced object of that name, {@code /pages/<name>} through a gateway and {@code /erased/<name>/} past it, renders
 * {@code /rendered/<name>}, and answers {@code /worker/<action>} itself.
 */
final class ProbeWorker implements Worker<Env> {
    @Override
    public Response fetch(Request request, Env env, ExecutionContext context) {
        String path = request.url().pathname();
        if (path.startsWith("/object/")) {
            return object(env, "PROBE", path).fetch(request);
        }
        if (path.startsWith("/jobs/")) {
            return object(env, "PROBE_OF_JOBS", path).fetch(request);
        }
        if (path.startsWith("/synced/")) {
            return object(env, "PROBE_OF_SYNC", path).fetch(request);
        }
        if (path.startsWith("/pages/")) {
            return ProbeOfPages.gateway(env.durableObjectNamespace("PROBE_OF_PAGES"))
                    .handle(request, context);
        }
        if (path.startsWith("/erased/")) {
            return object(env, "PROBE_OF_PAGES", path).fetch(request);
        }
        if (path.startsWith(RenderedNotes.PREFIX)) {
            return new RenderedNotes(env, context).page(request);
        }
        if (path.startsWith("/histories/")) {
            return object(env, "PROBE_OF_HISTORIES", path).fetch(request);
        }
        if (path.startsWith("/forum/")) {
            return object(env, "PROBE_OF_FORUM", path).fetch(request);
        }
        if (path.startsWith("/changed/")) {
            Headers headers =
                    request.headers().set("x-added", "yes").delete("x-removed").delete("upgrade");
            return object(env, "PROBE", path).fetch(request.withHeaders(headers));
        }
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "chain" -> chain(Routes.parameter(request, "text"), env);
            case "until" -> until(env, context);
            case "catch" -> caught(request, env);
            case "throw" -> throw new IllegalStateException("outer", new IllegalArgumentException("inner"));
            case "binding" -> binding(request, env);
            case "socket" -> socket(context.globalScope());
            case "ids" -> ids(env);
            case "alarm" ->
                env.durableObjectNamespace("PROBE_WITHOUT_ALARM").getByName("a").fetch(request);
            case "asset" ->
                env.fetcher("ASSETS").fetch(Request.get(request.url().origin() + "/all-bytes.bin"));
            default -> Routes.unknown(path);
        };
    }

    /** The object that the second segment of the path names. */
    private static Fetcher object(Env env, String binding, String path) {
        int start = path.indexOf('/', 1) + 1;
        return env.durableObjectNamespace(binding).getByName(path.substring(start, path.indexOf('/', start)));
    }

    /** Asks one object after the other, and keeps what it got in locals meanwhile. */
    private static Response chain(String text, Env env) {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            String name = text + "-" + i;
            Response answer = env.durableObjectNamespace("PROBE")
                    .getByName(name)
                    .fetch(Request.of(
                            "POST", "https://probe/object/" + name + "/wait/body?as=" + name, new Headers(), text));
            answers.append(answer.text()).append(' ');
        }
        return Response.text(200, text + ": " + answers);
    }

    /** The task goes on when the response has gone. */
    private static Response until(Env env, ExecutionContext context) {
        context.waitUntil(() -> env.durableObjectNamespace("PROBE")
                .getByName("until")
                .fetch(Request.get("https://probe/object/until/wait/tell?text=from+the+task")));
        return Response.text(200, "answered");
    }

    private static Response caught(Request request, Env env) {
        String action = Routes.parameter(request, "action");
        try {
            return env.durableObjectNamespace("PROBE")
                    .getByName("errors")
                    .fetch(Request.get("https://probe/object/errors/" + action));
        } catch (PlatformException e) {
            StringBuilder text = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(cause).append('\n');
            }
            return Response.text(200, text + "--\n" + e.stack());
        }
    }

    private static Response binding(Request request, Env env) {
        String name = Routes.parameter(request, "name");
        try {
            return switch (Routes.parameter(request, "as")) {
                case "text" -> Response.text(200, String.valueOf(env.get(name)));
                case "namespace" ->
                    Response.text(
                            200,
                            env.durableObjectNamespace(name).idFromName("a").toString());
                default -> Response.text(200, String.valueOf(env.fetcher(name) != null));
            };
        } catch (IllegalStateException e) {
            return Response.text(500, String.valueOf(e.getMessage()));
        }
    }

    /** A socket that the Worker keeps itself. */
    private static Response socket(GlobalScope scope) {
        WebSocketPair pair = scope.newWebSocketPair();
        pair.server().accept();
        pair.server().send("hello");
        pair.server().close(4000, "done");
        return Response.webSocket(pair.client(), new Headers());
    }

    private static Response ids(Env env) {
        var namespace = env.durableObjectNamespace("PROBE");
        var id = namespace.idFromName("a");
        return Response.text(
                200,
                id.equals(namespace.idFromName("a")) + " " + id.equals(namespace.idFromName("b")) + " "
                        + (id.hashCode() == namespace.idFromName("a").hashCode()) + " " + id.name() + " "
                        + namespace.get(id).id() + " " + id);
    }
}
