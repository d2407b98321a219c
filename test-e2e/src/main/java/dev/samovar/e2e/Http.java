package dev.samovar.e2e;

import dev.samovar.workers.Headers;
import dev.samovar.workers.Json;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests, responses, headers, and the platform's JSON. */
final class Http implements Routes {
    private final Json json;

    Http(Json json) {
        this.json = json;
    }

    @Override
    public Response answer(String action, Request request) {
        return switch (action) {
            case "echo" -> echo(request);
            case "status" -> Response.of(Integer.parseInt(Routes.parameter(request, "code")), new Headers(), "");
            case "cookies" ->
                Response.of(
                        200,
                        new Headers()
                                .append("set-cookie", "a=1; Path=/")
                                .append("Set-Cookie", "b=2, c")
                                .append("x-many", "1")
                                .append("x-many", "2"),
                        "");
            case "bad-header" -> Response.of(200, new Headers().set("x-bad", "line\nbreak"), "");
            case "json" -> Response.json(200, json.stringify(json.parse(request.text())));
            case "json-values" -> Response.json(200, json.stringify(values()));
            case "json-refused" -> Response.text(200, String.join("\n", refused()));
            default -> Routes.unknown(action);
        };
    }

    private Response echo(Request request) {
        Map<String, @Nullable Object> echo = new LinkedHashMap<>();
        echo.put("method", request.method());
        echo.put("url", request.url().toString());
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        request.headers().forEach(headers::put);
        echo.put("headers", headers);
        echo.put("body", request.text());
        return Response.json(200, json.stringify(echo));
    }

    private static List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(null);
        values.add(true);
        values.add(-7);
        values.add((1L << 53) - 1);
        values.add(0.1);
        values.add(1e300);
        values.add(-0.0);
        values.add("\"\\\u0000\n\u2028 é 😀 \ud800");
        values.add(Map.of("key", List.of()));
        return values;
    }

    private List<String> refused() {
        List<String> messages = new ArrayList<>();
        for (Object value : List.<Object>of(1L << 53, Double.NaN, Double.POSITIVE_INFINITY, 'c', Map.of(1, 2))) {
            try {
                messages.add(json.stringify(List.of(value)));
            } catch (IllegalArgumentException e) {
                messages.add(String.valueOf(e.getMessage()));
            }
        }
        try {
            messages.add(String.valueOf(json.parse("{\"a\":")));
        } catch (RuntimeException e) {
            messages.add(e.toString());
        }
        return messages;
    }
}
