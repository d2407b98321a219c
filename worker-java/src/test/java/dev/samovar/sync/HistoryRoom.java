package dev.samovar.sync;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.Gate;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object of random histories: two tables of {@link HistoryPost}, of which a user sees the boxes they are a member
 * of, a tally of what was done, and a diary of every state that a row ever was in.
 */
final class HistoryRoom extends SyncDurableObject<String> {
    /** Sees everything. */
    static final String ROOT = "root";
    /** Sees nothing that is done. */
    static final String CAROL = "carol";

    static final List<String> TABLES = List.of("posts", "drafts");

    private static final String COLUMNS =
            " (id TEXT PRIMARY KEY, box TEXT NOT NULL, stars INTEGER, done INTEGER NOT NULL DEFAULT 0, val TEXT NOT NULL,"
                    + " pad TEXT NOT NULL DEFAULT '')";

    /** What later versions of the class do to the tables, one after the other. */
    private static final List<String[]> VERSIONS = List.of(
            new String[] {"ALTER TABLE posts ADD COLUMN color TEXT NOT NULL DEFAULT 'red'"},
            new String[] {"UPDATE posts SET stars = coalesce(stars, 0) + 1", "DELETE FROM drafts WHERE done = 1"},
            new String[] {
                "CREATE TABLE made (pad TEXT NOT NULL DEFAULT '', val TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, stars INTEGER,"
                        + " color TEXT NOT NULL DEFAULT 'blue', box TEXT NOT NULL, id TEXT PRIMARY KEY)",
                "INSERT INTO made SELECT pad, val, done, stars, color, box, id FROM posts",
                "DROP TABLE posts",
                "ALTER TABLE made RENAME TO posts",
                diary("posts", "INSERT"),
                diary("posts", "UPDATE")
            },
            new String[] {"ALTER TABLE posts DROP COLUMN color"});

    /** What a test changes between two lives, and what its handlers wait for. */
    static final class Script {
        /** How many of the later versions are deployed. */
        int version;

        /** What must happen before a write of this token is let through. */
        final Map<String, Gate> gates = new HashMap<>();

        boolean hasNextVersion() {
            return version < VERSIONS.size();
        }
    }

    private final Script script;

    HistoryRoom(Script script) {
        this.script = script;
    }

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step(
                "tables",
                "CREATE TABLE posts" + COLUMNS,
                "CREATE TABLE drafts" + COLUMNS,
                "CREATE TABLE tally (token TEXT PRIMARY KEY, times INTEGER NOT NULL)",
                "CREATE TABLE members (user TEXT NOT NULL, box TEXT NOT NULL, PRIMARY KEY (user, box))",
                "CREATE TABLE diary (tbl TEXT, id TEXT, box TEXT, stars INTEGER, done INTEGER, val TEXT)",
                diary("posts", "INSERT"),
                diary("posts", "UPDATE"),
                diary("drafts", "INSERT"),
                diary("drafts", "UPDATE"));
        for (int version = 0; version < script.version; version++) {
            migrations.step("version " + version, VERSIONS.get(version));
        }
    }

    private static String diary(String table, String event) {
        return "CREATE TRIGGER diary_" + table + "_" + event + " AFTER " + event + " ON " + table
                + " BEGIN INSERT INTO diary VALUES ('" + table
                + "', NEW.id, NEW.box, NEW.stars, NEW.done, NEW.val); END";
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        for (String table : TABLES) {
            schema.collection(table, new HistoryPost.Codec())
                    .insert(insert -> insert.authorize(op -> pass(op.row().val()))
                            .execute(op -> {
                                op.insertRow();
                                tally(op.row().val());
                            }))
                    .update(update -> update.authorize(op -> pass(op.row().val()))
                            .execute(op -> {
                                op.updateRow();
                                tally(op.row().val());
                            }))
                    .delete(delete -> delete.execute(op -> {
                        op.deleteRow();
                        tally(op.key() + " by " + op.user());
                    }));
        }
        schema.command("count", (String token) -> Value.of(token), call -> tally(token(call)));
        schema.command("late", (String token) -> Value.of(token), call -> tally(token(call)))
                .authorize(call -> pass(token(call)));
        schema.command("sweep", (String token) -> Value.of(token), call -> {
            call.deleteAll("drafts");
            return tally(token(call));
        });
        schema.waitingCommand("work", (String token) -> Value.of(token), call -> {
            String token = token(call);
            call.transaction(() -> tally(token));
            pass(token);
            return token;
        });
    }

    private static String token(CommandContext<String> call) {
        return ((Value.Text) call.args()).value();
    }

    private void pass(String token) {
        Gate gate = script.gates.get(token);
        if (gate != null) {
            gate.await();
        }
    }

    private String tally(String token) {
        sql().exec(
                        "INSERT INTO tally (token, times) VALUES (?, 1) ON CONFLICT (token) DO UPDATE SET times = times + 1",
                        token);
        return token;
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
        SqlCursor cursor = sql().exec("SELECT box FROM members WHERE user = ?", user);
        while (cursor.next()) {
            boxes.add(cursor.getString(0));
        }
        if (boxes.isEmpty()) {
            return Predicate.NOTHING;
        }
        Predicate isMine = Predicate.in("box", boxes);
        return user.equals(CAROL) ? Predicate.and(isMine, Predicate.eq("done", false)) : isMine;
    }

    /** A write of the object's own that nobody is told of. */
    void exec(String query, @Nullable Object... bindings) {
        sql().exec(query, bindings);
    }

    void rightsChanged(String user) {
        visibilityChanged(user);
    }

    /** A write of the object's own that clients are told of. */
    <T extends @Nullable Object> T write(Transaction<T> body) {
        return runSyncedWrite(body);
    }
}
