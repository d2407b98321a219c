package dev.samovar.e2e;

import dev.samovar.gateway.JwtVerifier;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** A synced object that answers a GET with its user's notes: two are Alice's, one is Bob's. A DELETE deletes it. */
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
        schema.collection("notes", new SignedNoteCodec())
                .insert(insert -> insert.authorize(
                                op -> op.require(op.row().author().equals(op.user()), "author mismatch"))
                        .execute(op -> op.insertRow()))
                .update(update -> update.execute(op -> op.updateRow()))
                .delete(delete -> delete.execute(op -> op.deleteRow()));
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
        if (request.isWebSocketUpgrade()) {
            return super.fetch(request);
        }
        if (request.method().equals("DELETE")) {
            deleteObject();
            return Response.text(200, "deleted");
        }
        return Response.json(200, readSyncSnapshot(request, "notes").toJson(ctx().globalScope()));
    }
}
