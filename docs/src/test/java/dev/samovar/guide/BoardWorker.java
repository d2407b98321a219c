package dev.samovar.guide;

import dev.samovar.gateway.JwtVerifier;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.testkit.TestEnv;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Worker;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way to the boards, and their pages. */
final class BoardWorker implements Worker<TestEnv> {
    static final String AUDIENCE = "boards";

    private static final String PAGES = "/tasks/";
    private static final String COOKIE = "token=";

    private final String secret;

    BoardWorker(String secret) {
        this.secret = secret;
    }

    @Override
    public Response fetch(Request request, TestEnv env, ExecutionContext context) {
        return request.url().pathname().startsWith(PAGES)
                ? page(request, env, context)
                : gateway(env).handle(request, context);
    }

    private SyncGateway gateway(TestEnv env) {
        return SyncGateway.at("/board/{room}")
                .authenticate(JwtVerifier.hs256(secret, AUDIENCE))
                .forward(env.durableObjectNamespace("BOARD"))
                .forwardRequests();
    }

    private Response page(Request request, TestEnv env, ExecutionContext context) {
        String board = "/board/" + request.url().pathname().substring(PAGES.length());
        Headers asUser = new Headers().set("authorization", "Bearer " + token(request));
        Request question = Request.of("GET", request.url().origin() + board, asUser, null);
        Response snapshot = gateway(env).handle(question, context);
        if (snapshot.status() != 200) {
            return snapshot;
        }
        String json = snapshot.text();
        String list = list(context.globalScope().json().parse(json));
        String html = "<!doctype html><meta charset=\"utf-8\"><title>Tasks</title><main>" + list + "</main>"
                + "<script type=\"application/json\" id=\"tasks\">" + json + "</script>"
                + "<script type=\"module\" src=\"/page.js\"></script>";
        Headers headers =
                new Headers().set("content-type", "text/html; charset=utf-8").set("cache-control", "private, no-store");
        return Response.of(200, headers, html);
    }

    private static String token(Request request) {
        String cookie = request.headers().get("cookie");
        return cookie != null && cookie.startsWith(COOKIE) ? cookie.substring(COOKIE.length()) : "";
    }

    private static String list(@Nullable Object snapshot) {
        StringBuilder html = new StringBuilder("<ul>");
        if (snapshot instanceof Map<?, ?> map && map.get("rows") instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof Map<?, ?> task && task.get("title") instanceof String title) {
                    html.append("<li>").append(escaped(title)).append("</li>");
                }
            }
        }
        return html.append("</ul>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
