package dev.samovar.e2e;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** A class without an alarm handler, which sets an alarm all the same. */
final class ProbeWithoutAlarm extends DurableObject {
    @Override
    public Response fetch(Request request) {
        ctx().storage().setAlarm(ctx().globalScope().currentTimeMillis());
        return Response.text(200, String.valueOf(ctx().storage().getAlarm()));
    }
}
