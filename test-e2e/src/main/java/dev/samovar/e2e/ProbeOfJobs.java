package dev.samovar.e2e;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.sync.Job;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;

/** A synced object that does jobs, and tells those of its own sockets that watch. */
final class ProbeOfJobs extends SyncDurableObject<String> {
    private static final String WATCH = "watch";

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("done", "CREATE TABLE done (name TEXT NOT NULL)");
    }

    @Override
    protected void define(SyncSchema<String> schema) {}

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    @Override
    public Response fetch(Request request) {
        if (request.isWebSocketUpgrade()) {
            WebSocketPair pair = ctx().globalScope().newWebSocketPair();
            ctx().acceptWebSocket(pair.server(), WATCH);
            return Response.webSocket(pair.client(), new Headers());
        }
        String name = Routes.parameter(request, "name");
        String in = Routes.parameter(request, "in");
        if (in.equals("never")) {
            cancelJob(name);
        } else {
            schedule(name, now() + Integer.parseInt(in), Value.of(name));
        }
        return Response.text(200, "alarm " + (ctx().storage().getAlarm() != null));
    }

    @Override
    protected void onJob(Job job) {
        sql().exec("INSERT INTO done VALUES (?)", job.name());
        ctx().storage().getAlarm();
        long times = sql().exec("SELECT COUNT(*) FROM done WHERE name = ?", job.name())
                .one()
                .getLong(0);
        if (job.name().equals("thrice") && times < 3) {
            schedule(job.name(), now(), job.payload());
        }
        boolean isWhole = job.payload().equals(Value.of(job.name()));
        for (WebSocket socket : ctx().getWebSockets(WATCH)) {
            socket.send(job.name() + " " + times + " " + job.attempt() + " " + isWhole);
        }
    }

    private long now() {
        return ctx().globalScope().currentTimeMillis();
    }
}
