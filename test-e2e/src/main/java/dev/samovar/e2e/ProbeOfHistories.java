package dev.samovar.e2e;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.sync.CommandContext;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * The object of random histories: two tables of posts, of which a user sees the boxes that they have a right to, a
 * tally of what was done, and a diary of every state that a row or a right ever was in, in the order of the database.
 */
final class ProbeOfHistories extends SyncDurableObject<String> {
    /** Sees everything. */
    private static final String ROOT = "root";
    /** Sees nothing that is done. */
    private static final String CAROL = "carol";

    private static final List<String> TABLES = List.of("posts", "drafts");

    @Override
    protected void migrate(Migrations migrations) {
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE tally (token TEXT PRIMARY KEY, times INTEGER NOT NULL)",
                "CREATE TABLE rights (user TEXT NOT NULL, box TEXT NOT NULL, PRIMARY KEY (user, box))",
                "CREATE TABLE diary (n INTEGER PRIMARY KEY, what TEXT, tbl TEXT, id TEXT, box TEXT, stars INTEGER,"
                        + " done INTEGER, val TEXT)",
                diaryOfRights("INSERT", "NEW"),
                diaryOfRights("DELETE", "OLD")));
        for (String table : TABLES) {
            statements.add("CREATE TABLE " + table
                    + " (id TEXT PRIMARY KEY, box TEXT NOT NULL, stars INTEGER, done INTEGER NOT NULL DEFAULT 0,"
                    + " val TEXT NOT NULL, pad TEXT)");
            statements.add(diary(table, "INSERT", entry(table, "is", "NEW")));
            statements.add(diary(table, "UPDATE", entry(table, "was", "OLD") + entry(table, "is", "NEW")));
            statements.add(diary(table, "DELETE", entry(table, "was", "OLD")));
        }
        migrations.step("tables", statements.toArray(new String[0]));
    }

    private static String diaryOfRights(String event, String row) {
        return "CREATE TRIGGER rights_" + event + " AFTER " + event
                + " ON rights BEGIN INSERT INTO diary (what, id, box) VALUES ('" + event + "', " + row + ".user, " + row
                + ".box); END";
    }

    private static String diary(String table, String event, String entries) {
        return "CREATE TRIGGER diary_" + table + "_" + event + " AFTER " + event + " ON " + table + " BEGIN " + entries
                + "END";
    }

    private static String entry(String table, String what, String row) {
        return "INSERT INTO diary (what, tbl, id, box, stars, done, val) SELECT '" + what + "', '" + table
                + "', id, box, stars, done, val FROM (SELECT " + row + ".id AS id, " + row + ".box AS box, " + row
                + ".stars AS stars, " + row + ".done AS done, " + row + ".val AS val); ";
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        for (String table : TABLES) {
            schema.collection(table, new PostCodec())
                    .insert(insert -> insert.authorize(
                                    op -> op.require(mayWrite(op.row().val()), "not that"))
                            .execute(op -> {
                                op.insertRow();
                                tally(op.row().val());
                            }))
                    .update(update -> update.authorize(
                                    op -> op.require(mayWrite(op.row().val()), "not that"))
                            .execute(op -> {
                                op.updateRow();
                                tally(op.row().val());
                            }))
                    .delete(delete -> delete.execute(op -> {
                        op.deleteRow();
                        tally(op.key() + " by " + op.user());
                    }));
        }
        schema.command("count", (Value result) -> result, call -> tally(token(call)))
                .authorize(call -> call.require(mayWrite(token(call)), "not that"));
        schema.command("sweep", (Value result) -> result, call -> {
            call.deleteAll("drafts");
            return tally(token(call));
        });
        schema.waitingCommand("wait", (Value result) -> result, call -> {
            Value result = call.transaction(() -> tally(token(call)));
            ctx().storage().getAlarm();
            return result;
        });
    }

    private static String token(CommandContext<String> call) {
        return ((Value.Text) call.args()).value();
    }

    /** What ends with 3 may not be written, and what ends with 7 is looked at for a while. */
    private boolean mayWrite(String token) {
        if (token.endsWith("7")) {
            ctx().storage().getAlarm();
        }
        return !token.endsWith("3");
    }

    private Value tally(String token) {
        sql().exec("INSERT INTO tally VALUES (?, 1) ON CONFLICT (token) DO UPDATE SET times = times + 1", token);
        return Value.of(token);
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    @Override
    protected Predicate visible(String user, String collection) {
        if (user.equals(ROOT)) {
            return Predicate.EVERYTHING;
        }
        List<String> boxes = new ArrayList<>();
        SqlCursor cursor = sql().exec("SELECT box FROM rights WHERE user = ?", user);
        while (cursor.next()) {
            boxes.add(cursor.getString(0));
        }
        if (boxes.isEmpty()) {
            return Predicate.NOTHING;
        }
        Predicate isMine = Predicate.in("box", boxes);
        return user.equals(CAROL) ? Predicate.and(isMine, Predicate.eq("done", false)) : isMine;
    }

    /** The last segment of the path says what becomes of the statement in the body. */
    @Override
    public Response fetch(Request request) {
        if (request.isWebSocketUpgrade()) {
            return super.fetch(request);
        }
        String path = request.url().pathname();
        String statement = request.text();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "write" -> runSyncedWrite(() -> sql().exec(statement));
            case "silent" -> sql().exec(statement);
            case "rights" ->
                runSyncedWrite(() -> {
                    visibilityChanged(Routes.parameter(request, "user"));
                    return sql().exec(statement);
                });
            case "back" -> takeBack(statement);
            case "die" -> {
                runSyncedWrite(() -> sql().exec(statement));
                ctx().abort("A history wants it.");
            }
            default -> {
                return Routes.unknown(path);
            }
        }
        return Response.text(200, "done");
    }

    private void takeBack(String statement) {
        try {
            runSyncedWrite(() -> {
                sql().exec(statement);
                throw new IllegalStateException("taken back");
            });
        } catch (IllegalStateException expected) {
            ctx().globalScope().console().log("A history has " + expected.getMessage() + ": " + statement);
        }
    }
}
