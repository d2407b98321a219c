package dev.samovar.e2e;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Env;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import org.jspecify.annotations.Nullable;

/** How often the object was made, and what it waited for when it was. */
final class Start implements Routes {
    private final DurableObjectState ctx;
    private final Env env;
    private @Nullable String gift;
    private int answers;

    Start(DurableObjectState ctx, Env env) {
        this.ctx = ctx;
        this.env = env;
    }

    void begin() {
        ctx.storage().sql().exec("CREATE TABLE IF NOT EXISTS starts (id INTEGER PRIMARY KEY)");
        ctx.storage().sql().exec("INSERT INTO starts DEFAULT VALUES");
        ctx.setWebSocketAutoResponse("ping", "pong");
        if ("blocked".equals(ctx.id().name())) {
            ctx.blockConcurrencyWhile(() -> gift = fetchFrom("giver", "start", "name"));
        }
    }

    /** How many instances this object has had. */
    long count() {
        return ctx.storage().sql().exec("SELECT count(*) FROM starts").one().getLong(0);
    }

    @Override
    public Response answer(String action, Request request) {
        answers++;
        return switch (action) {
            case "count" -> Response.text(200, String.valueOf(count()));
            case "answers" -> Response.text(200, String.valueOf(answers));
            case "gift" -> Response.text(200, String.valueOf(gift));
            case "name" -> Response.text(200, String.valueOf(ctx.id().name()));
            case "block" -> block(request);
            case "abort" -> abort();
            default -> Routes.unknown(action);
        };
    }

    /** With a task that fails, which resets the object. */
    private Response block(Request request) {
        ctx.blockConcurrencyWhile(() -> {
            throw new IllegalStateException("The task of " + request.url().pathname() + " failed.");
        });
        return Response.text(200, "blocked");
    }

    /** What comes after the abort still runs; what it writes is lost or kept with the rest of the event. */
    private Response abort() {
        String text = "unfinished";
        try {
            ctx.abort("The test asked for it.");
        } finally {
            text = "finished";
        }
        ctx.globalScope().console().log("after the abort: " + text);
        return Response.text(200, text);
    }

    private String fetchFrom(String name, String group, String action) {
        return env.durableObjectNamespace("PROBE")
                .getByName(name)
                .fetch(Request.get("https://probe/object/" + name + "/" + group + "/" + action))
                .text();
    }
}
