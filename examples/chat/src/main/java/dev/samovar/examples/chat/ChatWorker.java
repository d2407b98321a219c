package dev.samovar.examples.chat;

import dev.samovar.examples.guests.GuestSignIn;
import dev.samovar.gateway.JwtVerifier;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Worker;

/** The room's trust boundary: signs guests in, lets sockets through to their room, serves the page. */
public final class ChatWorker implements Worker<ChatEnv> {
    /** For whom the tokens are meant. */
    static final String AUDIENCE = "samovar-chat";

    @Override
    public Response fetch(Request request, ChatEnv env, ExecutionContext context) {
        String path = request.url().pathname();
        if (!path.startsWith("/sync/") && !path.startsWith("/auth/")) {
            return env.assets().fetch(request);
        }
        String secret = env.authSecret();
        if (secret == null) {
            return Response.text(
                    500,
                    "AUTH_SECRET is not set, so nobody can sign in. Locally, npm start writes one to .dev.vars;"
                            + " in production run: npx wrangler secret put AUTH_SECRET");
        }
        if (path.equals("/auth/guest")) {
            return new GuestSignIn(secret, AUDIENCE).handle(request, context.globalScope());
        }
        return SyncGateway.at("/sync/{room}")
                .authenticate(JwtVerifier.hs256(secret, AUDIENCE))
                .forward(env.chatRoom())
                .handle(request, context);
    }
}
