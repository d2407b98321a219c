package dev.samovar.sync;

import static dev.samovar.sync.Filters.compare;
import static dev.samovar.sync.Filters.func;
import static dev.samovar.sync.Filters.ref;
import static dev.samovar.sync.Filters.val;
import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscriptions that no well-meaning client makes: neither they nor their neighbours may lose a change by it. */
class HostileSubscriptionsTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    private TestClient connect(String user, Profile profile) {
        return TestClient.connect(notes.host, user, profile);
    }

    private static ClientFrame.Sub sub(String sub, @Nullable Value where) {
        return new ClientFrame.Sub(sub, "notes", where, null, null, null, null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriptionThatIsMadeAgainGoesOnFollowing(Profile profile) {
        TestClient alice = connect("alice", profile);
        for (int i = 0; i < 4; i++) {
            alice.send(sub("all", null));
            alice.send(sub("some", compare("gt", "stars", Value.of(-1))));
            alice.send(new ClientFrame.Unsub("some"));
            alice.send(sub("some", compare("gt", "stars", Value.of(-1))));
            alice.frames();

            notes.write("INSERT INTO notes (id, text) VALUES (?, 'one')", "k" + i);
            notes.tick();

            assertThat(toldOf(alice)).containsExactly("all", "some");
        }
    }

    /** The subscriptions that the newest frames bring a change of. */
    private static Set<String> toldOf(TestClient client) {
        Set<String> told = new TreeSet<>();
        for (ServerFrame frame : client.frames()) {
            if (frame instanceof ServerFrame.Delta delta) {
                told.add(delta.sub());
            } else if (frame instanceof ServerFrame.Flush flush) {
                flush.subs().forEach(changes -> told.add(changes.sub()));
            }
        }
        return told;
    }

    @ParameterizedTest
    @EnumSource
    void whoSubscribesInABusyTickIsToldOfItsNextChange(Profile profile) {
        for (int i = 0; i < 20; i++) {
            connect("user" + i, profile).subscribe("notes");
        }
        TestClient writer = connect("writer", profile);
        writer.insert("notes", "1", note("one"));
        writer.insert("notes", "2", note("two"));
        LiveRows late = connect("late", profile).subscribe("notes");

        writer.insert("notes", "3", note("three"));
        notes.tick();

        assertThat(late.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void aResumeTokenMeansNothingInTheReferenceProfile() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        TestClient alice = connect("alice", Profile.SAMOVAR_1);
        ServerFrame.Welcome welcome = alice.conversation().welcome();
        TestClient bob = connect("bob", Profile.REFERENCE);

        bob.send(new ClientFrame.Sub(
                "s", "notes", null, null, null, null, welcome.seq().toString(), welcome.epoch(), Value.of("")));

        assertThat(bob.frames())
                .hasOnlyElementsOfTypes(ServerFrame.Delta.class, ServerFrame.UpToDate.class)
                .isNotEmpty();
    }

    @Test
    void tokensOfAnotherTableOrNoneAtAllHurtNobody() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        TestClient alice = connect("alice", Profile.SAMOVAR_1);
        LiveRows rows = alice.subscribe("notes");
        ServerFrame.Welcome welcome = alice.conversation().welcome();
        List<Value> tokens = List.of(
                Value.of("9223372036854775807"),
                Value.of("-9223372036854775808"),
                Value.of("9223372036854775808"),
                Value.of("1 OR 1=1"),
                Value.of("1"),
                Value.of(1),
                Value.array(Value.of("1")),
                Value.of(Double.NaN));
        for (Value token : tokens) {
            alice.send(new ClientFrame.Sub(
                    "x",
                    "notes",
                    compare("gt", "stars", Value.of(3)),
                    null,
                    null,
                    null,
                    welcome.seq().toString(),
                    welcome.epoch(),
                    token));
            assertThat(alice.frames()).isNotEmpty();
        }

        notes.write("INSERT INTO notes (id, text) VALUES ('2', 'two')");
        notes.tick();

        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
        assertThat(notes.errors()).isEmpty();
    }

    @Test
    void rowsOfAnyRowidAreInASnapshotInPieces() {
        String large = "x".repeat(140_000);
        long[] rowids = {
            Long.MIN_VALUE, Long.MIN_VALUE + 1, -5, 0, 5, (1L << 53) + 1, (1L << 53) + 3, (1L << 60) + 1, Long.MAX_VALUE
        };
        for (long rowid : rowids) {
            notes.write("INSERT INTO notes (rowid, id, text) VALUES (" + rowid(rowid) + ", ?, ?)", "r" + rowid, large);
        }
        TestClient alice = connect("alice", Profile.SAMOVAR_1);

        LiveRows rows = alice.subscribe("notes");

        settle(rows);
        assertThat(rows.isCaughtUp()).isTrue();
        assertThat(rows.rows()).hasSize(rowids.length);
    }

    /** Lets snapshots in pieces come to their end. */
    private void settle(LiveRows rows) {
        for (int turn = 0; turn < 20 && !rows.isCaughtUp(); turn++) {
            notes.tick();
        }
    }

    private static String rowid(long rowid) {
        return rowid == Long.MIN_VALUE ? "-9223372036854775807 - 1" : Long.toString(rowid);
    }

    @ParameterizedTest
    @EnumSource
    void aFilterOnTheKeyIsAsAnyOther(Profile profile) {
        TestClient alice = connect("alice", profile);
        LiveRows rows = alice.subscribe(Selection.of("notes")
                .where(func("in", ref("id"), val(Value.array(Value.of("1"), Value.of("2"), Value.of(3))))));

        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('3', 'three')");
        notes.write("UPDATE notes SET id = '2' WHERE id = '3'");
        notes.write("UPDATE notes SET id = '4' WHERE id = '1'");
        notes.tick();
        assertThat(rows.rows()).containsOnlyKeys("2");

        alice.drop();
        notes.write("UPDATE notes SET id = '1' WHERE id = '4'");
        notes.write("DELETE FROM notes WHERE id = '2'");
        alice.reconnect();
        assertThat(rows.rows()).containsOnlyKeys("1");
    }

    @Test
    void aWindowThatOutgrowsMemoryIsRefusedAndCostsNobodyElseAChange() {
        for (int i = 0; i < 30; i++) {
            notes.write("INSERT INTO notes (id, text) VALUES (?, 'small')", "k" + i);
        }
        TestClient alice = connect("alice", Profile.SAMOVAR_1);
        LiveRows window =
                alice.subscribe(Selection.of("notes").orderBy("stars", "id").limit(20));
        TestClient bob = connect("bob", Profile.REFERENCE);
        LiveRows all = bob.subscribe("notes");
        assertThat(window.rows()).hasSize(20);

        for (int i = 0; i < 30; i++) {
            notes.write("UPDATE notes SET text = ? WHERE id = ?", i + "x".repeat(1_900_000), "k" + i);
            notes.tick();
            assertThat(all.row("k" + i).get("text")).isNotEqualTo(Value.of("small"));
            window.rows();
        }

        assertThat(window.refusal().code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.name());
        assertThat(alice.insert("notes", "new", note("new")).isCommitted()).isTrue();
        notes.tick();
        assertThat(all.rows()).isEqualTo(notes.table("notes"));
        assertThat(notes.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfTwoMegabytesTravelLikeOthers(Profile profile) {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', ?)", "x".repeat(1_990_000));
        TestClient alice = connect("alice", profile);
        LiveRows all = alice.subscribe("notes");
        LiveRows window =
                alice.subscribe(Selection.of("notes").orderBy("stars", "id").limit(2));
        settle(all);
        assertThat(all.rows()).isEqualTo(notes.table("notes"));

        notes.write("INSERT INTO notes (id, text) VALUES ('2', ?)", "y".repeat(1_990_000));
        notes.write("UPDATE notes SET text = ? WHERE id = '1'", "z".repeat(1_990_000));
        notes.tick();
        assertThat(all.rows()).isEqualTo(notes.table("notes"));
        assertThat(window.rows()).isEqualTo(notes.table("notes"));

        alice.drop();
        notes.write("UPDATE notes SET text = ? WHERE id = '2'", "a".repeat(1_990_000));
        alice.reconnect();
        settle(all);
        settle(window);
        assertThat(all.rows()).isEqualTo(notes.table("notes"));
        assertThat(window.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void aRequestThatIsTooLargeToKeepIsRefused() {
        TestClient alice = connect("alice", Profile.REFERENCE);
        alice.send(sub("large", compare("eq", "text", Value.of("x".repeat(64 << 10)))));
        ServerFrame.SubError refused = (ServerFrame.SubError) alice.frames().get(0);
        assertThat(refused.error().code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.name());

        int taken = 0;
        for (int i = 0; i < 30; i++) {
            alice.send(sub("s" + i, compare("eq", "text", Value.of(i + "x".repeat(60_000)))));
            taken += alice.frames().get(0) instanceof ServerFrame.SubError ? 0 : 1;
        }
        assertThat(taken).isBetween(10, 17);
        assertThat(notes.count("SELECT SUM(LENGTH(request)) FROM _sync_subscriptions"))
                .isBetween(600_000L, 1L << 20);

        alice.send(new ClientFrame.Unsub("s0"));
        alice.send(sub("next", compare("eq", "text", Value.of("y".repeat(60_000)))));
        assertThat(alice.frames().get(0)).isInstanceOf(ServerFrame.SnapEnd.class);
        assertThat(notes.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFilterThatIsTooDeepIsRefusedAsSuchAsLongAsAFrameCanHoldIt(Profile profile) {
        TestClient alice = connect("alice", profile);

        LiveRows deepest = alice.subscribe(Selection.of("notes").where(deep(24)));
        LiveRows tooDeep = alice.subscribe(Selection.of("notes").where(deep(25)));
        LiveRows deepestFrame = alice.subscribe(Selection.of("notes").where(deep(29)));

        assertThat(deepest.isCaughtUp()).isTrue();
        assertThat(tooDeep.refusal().code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.name());
        assertThat(deepestFrame.refusal().code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.name());
        Selection page = Selection.of("notes").orderBy("id").limit(1);
        assertThat(alice.fetch(page, Value.map("whereFrom", deep(24), "whereCurrent", deep(24)))
                        .rows())
                .isEmpty();
        assertThat(alice.fetch(page, Value.map("whereFrom", deep(28), "whereCurrent", deep(28)))
                        .refusal()
                        .code())
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED.name());
    }

    private static Value deep(int functions) {
        Value deep = compare("eq", "text", Value.of("x"));
        for (int i = 1; i < functions; i++) {
            deep = func("not", deep);
        }
        return deep;
    }

    @Test
    void theBoundOfASocketHoldsOverHibernation() {
        TestClient alice = connect("alice", Profile.REFERENCE);
        for (int i = 0; i < 15; i++) {
            alice.send(sub("s" + i, compare("eq", "text", Value.of(i + "x".repeat(60_000)))));
        }
        alice.frames();
        notes.host.evict(WebSockets.HIBERNATE);

        for (int i = 15; i < 30; i++) {
            alice.send(sub("s" + i, compare("eq", "text", Value.of(i + "x".repeat(60_000)))));
        }

        assertThat(notes.count("SELECT SUM(LENGTH(request)) FROM _sync_subscriptions"))
                .isLessThanOrEqualTo(1L << 20);
    }

    @Test
    void theBoundOfASocketHoldsOverAChangeOfScope() {
        TestClient alice = connect("alice", Profile.REFERENCE);
        for (int i = 0; i < 15; i++) {
            alice.send(sub("s" + i, compare("eq", "text", Value.of(i + "x".repeat(60_000)))));
        }
        alice.frames();
        notes.script.visible = (user, collection) -> Predicate.gte("stars", 0);
        notes.host.run(ScriptedObject::scopeChanged);

        for (int i = 15; i < 30; i++) {
            alice.send(sub("s" + i, compare("eq", "text", Value.of(i + "x".repeat(60_000)))));
        }

        assertThat(notes.count("SELECT SUM(LENGTH(request)) FROM _sync_subscriptions"))
                .isLessThanOrEqualTo(1L << 20);
    }

    @Test
    void framesOfSamovarBeforeOrBesideItsGreetingAreMalformed() {
        TestClient early = connect("early", Profile.REFERENCE);
        early.send(new ClientFrame.Join(null));
        early.send(new ClientFrame.Ack(5));
        early.send(new ClientFrame.Hello(1, null));
        early.subscribe("notes");
        assertThat(early.frames()).hasOnlyElementsOfType(ServerFrame.SnapEnd.class);
        early.send(new ClientFrame.Hello(1, null));
        assertThat(early.frames()).isEmpty();
        assertThat(early.socket().isOpen()).isTrue();

        TestClient twice = connect("twice", Profile.SAMOVAR_1);
        twice.send(new ClientFrame.Hello(1, null));
        assertThat(twice.socket().closeCode()).isEqualTo(1007);
    }

    @Test
    void nothingIsKeptOfSubscriptionsThatCameAndWent() {
        TestClient alice = connect("alice", Profile.SAMOVAR_1);
        alice.subscribe("notes");
        for (int i = 0; i < 1_000; i++) {
            alice.send(sub("x", compare("eq", "stars", Value.of(i))));
            if (i % 3 == 0) {
                alice.send(new ClientFrame.Unsub("x"));
            }
            if (i % 7 == 0) {
                alice.send(sub("x", compare("eq", "none", Value.of(i))));
            }
        }
        alice.send(new ClientFrame.Unsub("x"));
        alice.frames();

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isEqualTo(1);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_tracked")).isEqualTo(1);
        alice.drop();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }

    @Test
    void commandsOfTheSameIdOfTwoUsersAreTwoWrites() {
        TestClient alice = connect("alice", Profile.REFERENCE);
        TestClient bob = connect("bob", Profile.SAMOVAR_1);
        List<String> answers = new ArrayList<>();
        for (TestClient client : List.of(alice, bob, alice)) {
            answers.add(client.write(new ClientFrame.Call("'; DROP TABLE notes; --", "none", null))
                    .rejection()
                    .code());
        }
        assertThat(answers).containsOnly(ErrorCode.UNKNOWN_COMMAND.name());
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isEqualTo(2);
    }

    /** Tables of every width and of names that SQL has a meaning for. */
    @ParameterizedTest
    @EnumSource
    void wideTablesAndTheirFiltersAreFollowed(Profile profile) {
        for (int width : new int[] {60, 99}) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i < width; i++) {
                columns.add("c" + i);
            }
            follows(profile, "wide", columns, "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesThatSqlHasAMeaningForAreFollowed(Profile profile) {
        for (String table : List.of("order", "select", "group", "table", "values", "t", "b", "c", "old", "new")) {
            follows(
                    profile,
                    table,
                    List.of("a\"b", "c'd", "e f", "x;--", "where", "key", "seq", "op", "tbl", "first", "last", "?1"),
                    "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void generatedColumnsAreFollowed(Profile profile) {
        follows(
                profile,
                "made",
                List.of("c1", "c2"),
                ", twice TEXT GENERATED ALWAYS AS (c1 || c1) VIRTUAL, thrice TEXT AS (c1 || c1 || c1) STORED");
    }

    private static void follows(Profile profile, String table, List<String> columns, String more) {
        ScriptedObject.Script script = new ScriptedObject.Script();
        StringBuilder ddl = new StringBuilder("CREATE TABLE \"" + table + "\" (id TEXT PRIMARY KEY");
        columns.forEach(column -> ddl.append(", ").append(Sql.quote(column)).append(" TEXT"));
        script.migrations = steps -> steps.step("made", ddl + more + ")");
        script.schema = schema -> schema.collection(table, new RawCodec("id", columns.toArray(new String[0])))
                .insert(rule -> rule.execute(InsertContext::insertRow))
                .update(rule -> rule.execute(UpdateContext::updateRow))
                .delete(rule -> rule.execute(DeleteContext::deleteRow));
        try (var host = script.host()) {
            TestClient client = TestClient.connect(host, "user", profile);
            LiveRows all = client.subscribe(table);
            List<Value> ones = new ArrayList<>();
            columns.forEach(column -> ones.add(compare("eq", column, Value.of("1"))));
            if (!more.isEmpty()) {
                ones.add(compare("eq", "twice", Value.of("11")));
                ones.add(compare("eq", "thrice", Value.of("111")));
            }
            LiveRows any = client.subscribe(Selection.of(table).where(func("or", ones.toArray(new Value[0]))));
            assertThat(any.isCaughtUp()).isTrue();
            String last = columns.get(columns.size() - 1);
            assertThat(client.insert(table, "1", Map.of(columns.get(0), "0")).isCommitted())
                    .isTrue();
            assertThat(client.update(table, "1", Map.of(last, "1")).isCommitted())
                    .isTrue();
            assertThat(all.row("1").get(last)).isEqualTo(Value.of("1"));
            assertThat(any.rows()).containsOnlyKeys("1");

            client.drop();
            host.run(object -> object.write("UPDATE " + Sql.quote(table) + " SET " + Sql.quote(last) + " = 'x', "
                    + Sql.quote(columns.get(0)) + " = '1' WHERE id = '1'"));
            client.reconnect();
            assertThat(any.rows()).containsOnlyKeys("1");
            client.drop();
            host.run(object -> object.write(
                    "UPDATE " + Sql.quote(table) + " SET " + Sql.quote(columns.get(0)) + " = 'x' WHERE id = '1'"));
            client.reconnect();
            assertThat(any.rows()).isEmpty();
            assertThat(all.row("1").get(columns.get(0))).isEqualTo(Value.of("x"));
            assertThat(host.console().messages(RecordingConsole.Level.ERROR)).isEmpty();
        }
    }
}
