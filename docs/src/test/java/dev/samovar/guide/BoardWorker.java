package dev.samovar.guide;

import dev.samovar.gateway.JwtVerifier;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.testkit.TestEnv;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Worker;

/** The way to the boards. */
final class BoardWorker implements Worker<TestEnv> {
    static final String AUDIENCE = "boards";

    private final String secret;

    BoardWorker(String secret) {
        this.secret = secret;
    }

    @Override
    public Response fetch(Request request, TestEnv env, ExecutionContext context) {
        return SyncGateway.at("/board/{room}")
                .authenticate(JwtVerifier.hs256(secret, AUDIENCE))
                .forward(env.durableObjectNamespace("BOARD"))
                .forwardRequests()
                .handle(request, context);
    }
}
