package dev.samovar.e2e;

import dev.samovar.gateway.JwtVerifier;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** A synced object that answers a GET with its user's notes: two are Alice's, one is Bob's. */
final class ProbeOfPages extends SyncDurableObject<String> {
    private static final String SECRET = "only-for-tests-and-as-long-as-HS256-asks-for";

    /** The way to these objects. */
    static SyncGateway gateway(DurableObjectNamespace objects) {
        return SyncGateway.at("/pages/{room}")
                .authenticate(JwtVerifier.hs256(SECRET, "probe"))
                .forward(objects)
                .forwardRequests();
    }

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("notes", "CREATE TABLE notes (id TEXT PRIMARY KEY, body TEXT, author TEXT)", """
                INSERT INTO notes VALUES
                  ('1', 'tea', 'alice'), ('2', 'the secret', 'bob'), ('3', 'sugar', 'alice')""");
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        schema.collection("notes", new NoteCodec());
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    @Override
    protected Predicate visible(String user, String collection) {
        return Predicate.eq("author", user);
    }

    @Override
    public Response fetch(Request request) {
        StringBuilder page = new StringBuilder();
        for (Value.Map note : readSyncSnapshot(request, "notes").rows()) {
            if (note.get("body") instanceof Value.Text body) {
                page.append(body.value()).append('\n');
            }
        }
        return Response.text(200, page.toString());
    }
}
