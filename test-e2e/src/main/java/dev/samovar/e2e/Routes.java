package dev.samovar.e2e;

import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** One group of the probe's routes. */
@FunctionalInterface
interface Routes {
    /** Answers a request; the action is the last segment of its path. May wait. */
    Response answer(String action, Request request);

    /** The answer to an action the group does not have. */
    static Response unknown(String action) {
        return Response.text(404, "The probe has no action " + action + ".");
    }

    /** A query parameter that must be there. */
    static String parameter(Request request, String name) {
        String value = request.url().searchParam(name);
        if (value == null) {
            throw new IllegalArgumentException("The parameter " + name + " is missing.");
        }
        return value;
    }
}
