package dev.samovar.e2e;

import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Env;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;

/** Alarms that wait, and that fail once. */
final class Alarms implements Routes {
    private static final long FAR_MILLIS = 3_600_000;

    private final DurableObjectState ctx;
    private final Env env;
    private boolean failsOnce;

    Alarms(DurableObjectState ctx, Env env) {
        this.ctx = ctx;
        this.env = env;
    }

    @Override
    public Response answer(String action, Request request) {
        long now = ctx.globalScope().currentTimeMillis();
        switch (action) {
            case "now" -> ctx.storage().setAlarm(now);
            case "fail" -> {
                failsOnce = true;
                ctx.storage().setAlarm(now);
            }
            case "far" -> ctx.storage().setAlarm(now + FAR_MILLIS);
            case "delete" -> ctx.storage().deleteAlarm();
            case "never" -> ctx.storage().setAlarm(0);
            default -> {
                return Routes.unknown(action);
            }
        }
        Long alarm = ctx.storage().getAlarm();
        return Response.text(200, alarm == null ? "none" : "in " + (alarm - now));
    }

    void ring(AlarmInvocationInfo info) {
        if (failsOnce) {
            failsOnce = false;
            throw new IllegalStateException("This alarm fails once.");
        }
        String name = env.durableObjectNamespace("PROBE")
                .getByName("other")
                .fetch(Request.get("https://probe/object/other/start/name"))
                .text();
        boolean isDue = info.scheduledTimeMillis() <= ctx.globalScope().currentTimeMillis();
        for (WebSocket socket : ctx.getWebSockets()) {
            socket.send("alarm " + info.isRetry() + " " + info.retryCount() + " " + isDue + " " + name + " "
                    + ctx.storage().getAlarm());
        }
    }
}
