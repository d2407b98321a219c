package dev.samovar.examples.guests;

import dev.samovar.gateway.JwtVerifier;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.workers.Env;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Worker;

/**
 * The trust boundary of an example that has objects of one class: signs guests in, lets sockets through to the object
 * they name, with claims of a verified token, serves the page.
 */
public final class GuestWorker implements Worker<Env> {
    private final String audience;
    private final String objects;

    /**
     * For one example.
     *
     * @param audience for whom the tokens are meant: those of another example are none here
     * @param objects the binding of the objects' class in {@code wrangler.toml}
     */
    public GuestWorker(String audience, String objects) {
        this.audience = audience;
        this.objects = objects;
    }

    @Override
    public Response fetch(Request request, Env env, ExecutionContext context) {
        String path = request.url().pathname();
        if (!path.startsWith("/sync/") && !path.startsWith("/auth/")) {
            return env.fetcher("ASSETS").fetch(request);
        }
        String secret = env.get("AUTH_SECRET");
        if (secret == null) {
            return Response.text(
                    500,
                    "AUTH_SECRET is not set, so nobody can sign in. Locally, npm start writes one to .dev.vars;"
                            + " in production run: npx wrangler secret put AUTH_SECRET");
        }
        if (path.equals("/auth/guest")) {
            return new GuestSignIn(secret, audience).handle(request, context.globalScope());
        }
        return SyncGateway.at("/sync/{room}")
                .authenticate(JwtVerifier.hs256(secret, audience))
                .forward(env.durableObjectNamespace(objects))
                .handle(request, context);
    }
}
