package dev.samovar.bench;

import dev.samovar.gateway.RefusedException;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Worker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets everybody into {@code /sync/<room>?user=<name>} under the name they give. A token is not what is measured, and
 * the floor has none either.
 */
public final class BenchWorker implements Worker<BenchEnv> {
    @Override
    public Response fetch(Request request, BenchEnv env, ExecutionContext context) {
        String user = request.url().searchParam("user");
        return SyncGateway.at("/sync/{room}")
                .authenticate((token, globals) -> claimsOf(user))
                .forward(env.room())
                .handle(request, context);
    }

    private static VerifiedClaims claimsOf(@Nullable String user) {
        if (user == null || user.isEmpty()) {
            throw RefusedException.unauthenticated("the URL names no user; add ?user=<name>");
        }
        return new VerifiedClaims(user, Map.of("sub", user));
    }
}
