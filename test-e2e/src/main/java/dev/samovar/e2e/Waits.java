package dev.samovar.e2e;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Env;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;

/** Handlers that wait. Each tells the object's sockets how far it is, so that a test can wait for that. */
final class Waits implements Routes {
    private final DurableObjectState ctx;
    private final Env env;

    Waits(DurableObjectState ctx, Env env) {
        this.ctx = ctx;
        this.env = env;
    }

    @Override
    public Response answer(String action, Request request) {
        return switch (action) {
            case "body" -> body(request);
            case "tell" -> tell(Routes.parameter(request, "text"));
            case "until" -> until();
            case "timer" -> timer();
            case "timer-waits" -> timerThatWaits();
            case "transaction" -> transaction();
            default -> Routes.unknown(action);
        };
    }

    /** Waits for the end of the request's body, with locals on the stack. */
    private Response body(Request request) {
        String as = Routes.parameter(request, "as");
        int length = as.length();
        tell(as + " waits");
        String text = request.text();
        tell(as + " goes on");
        return Response.text(200, as + "/" + length + "/" + text);
    }

    /** The task starts while this handler's own coroutine is on the stack. */
    private Response until() {
        ctx.waitUntil(() -> {
            tell("task starts");
            String name = env.durableObjectNamespace("PROBE")
                    .getByName("other")
                    .fetch(Request.get("https://probe/object/other/start/name"))
                    .text();
            tell("task ends with " + name);
        });
        tell("handler ends");
        return Response.text(200, "ok");
    }

    private Response timer() {
        ctx.globalScope().setTimeout(() -> tell("cleared"), 1).clear();
        ctx.globalScope().setTimeout(() -> tell("timer"), 1);
        return Response.text(200, "ok");
    }

    private Response timerThatWaits() {
        ctx.globalScope().setTimeout(() -> ctx.storage().deleteAll(), 1);
        ctx.globalScope().setTimeout(() -> tell("later timer"), 2);
        return Response.text(200, "ok");
    }

    /** A wait inside a transaction is refused, and the transaction rolled back. */
    private Response transaction() {
        ctx.storage().sql().exec("CREATE TABLE IF NOT EXISTS waits (n INTEGER)");
        String refusal = "none";
        try {
            ctx.storage().transactionSync(() -> {
                ctx.storage().sql().exec("INSERT INTO waits VALUES (1)");
                return String.valueOf(ctx.storage().getAlarm());
            });
        } catch (IllegalStateException e) {
            refusal = String.valueOf(e.getMessage());
        }
        long rows = ctx.storage().sql().exec("SELECT count(*) FROM waits").one().getLong(0);
        return Response.text(200, rows + " rows: " + refusal);
    }

    private Response tell(String text) {
        for (WebSocket socket : ctx.getWebSockets()) {
            socket.send(text);
        }
        return Response.text(200, "told");
    }
}
