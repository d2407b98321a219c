package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import dev.samovar.workers.SqlStorage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The object most tests use, running: notes that everyone may write, and drafts of the same columns beside them. A test
 * says what more its handlers do, before the first event or between two lives.
 */
final class Notes implements AutoCloseable {
    private static final String COLUMNS =
            " (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL DEFAULT 0)";

    /** The host's clock when it begins, in milliseconds. */
    private static final Position FIRST = new Position(1_767_225_600_000L);

    final ScriptedObject.Script script = new ScriptedObject.Script();

    /** Judges every operation on a note, and may wait. */
    Authorization<MutationContext<String, Note>> authorize = op -> {};

    /** Judges every operation on a note inside its transaction. */
    Check<MutationContext<String, Note>> check = op -> {};

    /** Follows every operation on a note, if set before the first event. */
    @Nullable
    Effect<RowEffectContext<String, Note>> afterCommit;

    /** Runs before a note is inserted, inside the transaction. */
    Consumer<InsertContext<String, Note>> beforeInsert = op -> {};

    /** Adds to the schema, for example commands. */
    Consumer<SyncSchema<String>> more = schema -> {};

    final DurableObjectHost<ScriptedObject> host = script.host();

    Notes() {
        script.migrations = steps ->
                steps.step("notes", "CREATE TABLE notes" + COLUMNS).step("drafts", "CREATE TABLE drafts" + COLUMNS);
        script.schema = this::define;
    }

    private void define(SyncSchema<String> schema) {
        schema.collection("notes", new Note.Codec())
                .insert(insert -> ruled(insert).execute(op -> {
                    beforeInsert.accept(op);
                    op.insertRow();
                }))
                .update(update -> ruled(update).execute(UpdateContext::updateRow))
                .delete(delete -> ruled(delete).execute(DeleteContext::deleteRow));
        schema.collection("drafts", new Note.Codec()).insert(insert -> insert.execute(InsertContext::insertRow));
        more.accept(schema);
    }

    private <X extends MutationContext<String, Note>> MutationRule<String, Note, X> ruled(
            MutationRule<String, Note, X> rule) {
        if (afterCommit != null) {
            rule.afterCommit(afterCommit);
        }
        return rule.authorize(op -> authorize.authorize(op)).check(op -> check.check(op));
    }

    TestClient connect(String subject) {
        return TestClient.connect(host, subject);
    }

    /**
     * Makes the changes of notes wait for the next tick: so many clients follow them that they are told at once only by
     * an idle object, and this one is not, since it has just written a draft. That is line 2 of a new object's log.
     */
    void crowd() {
        for (int i = 0; i <= SyncLimits.MAX_AT_ONCE; i++) {
            subscribe(connect("crowd" + i), "notes");
        }
        write("INSERT INTO drafts VALUES ('crowd', 'a draft', 0)");
        turn();
    }

    /** What a client sends for a note. */
    static Map<String, Object> note(String text) {
        return Map.of("text", text, "stars", 0);
    }

    /** The insert of a note, as one of a mutation's operations. */
    static MutationOp inserted(String key, String text) {
        return new MutationOp(Operation.INSERT, key, Value.map("text", Value.of(text), "stars", Value.of(0)));
    }

    /** The inserts of so many notes, with the keys from 0. */
    static MutationOp[] inserts(int count) {
        return IntStream.range(0, count)
                .mapToObj(key -> inserted(Integer.toString(key), "note"))
                .toArray(MutationOp[]::new);
    }

    static void assertRejected(WriteOutcome write, ErrorCode code, String message) {
        assertThat(write.rejection()).isEqualTo(Refusal.of(code, message));
    }

    /** A note's row as clients see it. */
    static Value.Map row(String id, String text) {
        return Value.map("id", Value.of(id), "text", Value.of(text), "stars", Value.of(0));
    }

    /** The position of a line of a new object's log, counted from 1; the first has no change in it. */
    static Position at(int line) {
        return new Position(FIRST.value() + line - 1);
    }

    /** A write of the object's own. */
    void write(String query, Object... bindings) {
        host.run(object -> object.write(query, bindings));
    }

    /** Lets what waits for a turn of its own take it: to publish {@link #write}, or to send a piece of a snapshot. */
    void turn() {
        host.clock().advance(Duration.ZERO);
    }

    /** Lets the tick pass. */
    void tick() {
        host.clock().advance(Duration.ofMillis(SyncLimits.TICK_MILLIS));
    }

    /** The table as a client should see it. */
    Map<String, Value.Map> table(String table) {
        Map<String, Value.Map> rows = new LinkedHashMap<>();
        SqlStorage sql = host.sql();
        for (var row : sql.exec("SELECT id, text, stars FROM " + table).toList()) {
            String id = (String) row.get(0);
            rows.put(id, Value.map("id", Value.of(id), "text", Value.of((String) row.get(1)), "stars", Value.of((Double)
                    row.get(2))));
        }
        return rows;
    }

    long count(String query) {
        return host.sql().exec(query).one().getLong(0);
    }

    /** A subscription whose first rows have been taken from {@link TestClient#frames}. */
    static LiveRows subscribe(TestClient client, String collection) {
        LiveRows rows = client.subscribe(collection);
        client.frames();
        return rows;
    }

    /** What the object has reported as broken. */
    java.util.List<String> errors() {
        return host.console().messages(RecordingConsole.Level.ERROR);
    }

    /** What the object has warned of. */
    java.util.List<String> warnings() {
        return host.console().messages(RecordingConsole.Level.WARN);
    }

    @Override
    public void close() {
        host.close();
    }
}
