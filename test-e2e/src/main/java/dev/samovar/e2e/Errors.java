package dev.samovar.e2e;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** Exceptions on their way out of the object, and errors on their way in. */
final class Errors implements Routes {
    private final DurableObjectState ctx;

    Errors(DurableObjectState ctx) {
        this.ctx = ctx;
    }

    @Override
    public Response answer(String action, Request request) {
        switch (action) {
            case "throw" -> throw failure();
            case "throw-after-wait" -> {
                ctx.storage().getAlarm();
                throw failure();
            }
            case "sql" -> ctx.storage().sql().exec("SELECT * FROM nowhere");
            case "log" -> ctx.globalScope().console().error("It went wrong.", failure());
            case "caught" -> {
                return caught();
            }
            default -> {
                return Routes.unknown(action);
            }
        }
        return Response.text(200, "ok");
    }

    private Response caught() {
        try {
            ctx.storage().sql().exec("SELECT * FROM nowhere");
            return Response.text(500, "not thrown");
        } catch (PlatformException e) {
            return Response.text(200, e.name() + "|" + e.getMessage() + "|" + e.stack());
        }
    }

    private static IllegalStateException failure() {
        return new IllegalStateException("outer", new IllegalArgumentException("inner"));
    }
}
