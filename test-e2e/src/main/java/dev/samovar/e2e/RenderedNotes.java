package dev.samovar.e2e;

import dev.samovar.workers.Env;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.List;
import java.util.Map;

/**
 * Answers with a page that has its user's notes in it: as HTML, and as the state that its script goes on from. Who the
 * user is says a cookie, which is all that a browser sends along when it opens a page.
 */
final class RenderedNotes {
    static final String PREFIX = "/rendered/";

    private static final String COOKIE = "token=";

    private final Env env;
    private final ExecutionContext context;

    RenderedNotes(Env env, ExecutionContext context) {
        this.env = env;
        this.context = context;
    }

    Response page(Request request) {
        String room = request.url().pathname().substring(PREFIX.length());
        Headers headers = new Headers().set("authorization", "Bearer " + token(request));
        Request asked = Request.of("GET", request.url().origin() + "/pages/" + room, headers, null);
        Response snapshot = ProbeOfPages.gateway(env.durableObjectNamespace("PROBE_OF_PAGES"))
                .handle(asked, context);
        if (snapshot.status() != 200) {
            return snapshot;
        }
        String json = snapshot.text();
        String html = "<!doctype html><meta charset=\"utf-8\"><title>Notes</title>"
                + "<main>" + list(json) + "</main>"
                + "<script type=\"application/json\" id=\"notes\">" + json + "</script>"
                + "<script type=\"module\" src=\"/stage/page.js\"></script>";
        return Response.of(
                200,
                new Headers()
                        .set("content-type", "text/html; charset=utf-8")
                        .set("content-security-policy", "default-src 'none'; script-src 'self'; connect-src 'self'")
                        .set("cache-control", "private, no-store"),
                html);
    }

    private static String token(Request request) {
        String cookie = request.headers().get("cookie");
        return cookie != null && cookie.startsWith(COOKIE) ? cookie.substring(COOKIE.length()) : "";
    }

    /** As React writes it. */
    private String list(String json) {
        StringBuilder html = new StringBuilder("<ul>");
        if (context.globalScope().json().parse(json) instanceof Map<?, ?> snapshot
                && snapshot.get("rows") instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof Map<?, ?> note && note.get("body") instanceof String body) {
                    html.append("<li>").append(escaped(body)).append("</li>");
                }
            }
        }
        return html.append("</ul>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
