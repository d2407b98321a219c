package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns that a record declares boolean or bigint: PROTOCOL.md, 2.4, 9.3 and 11.6. */
class TypedColumnsTest {
    private static final long BIG = 9_007_199_254_740_993L;
    private static final Predicate DONE = Predicate.eq("done", true);
    private static final RawCodec CODEC =
            new RawCodec("id", "done", "big").typed(Map.of("done", ColumnType.BOOLEAN, "big", ColumnType.BIGINT));

    private final ScriptedObject.Script script = new ScriptedObject.Script();
    private final DurableObjectHost<ScriptedObject> host = script.host();

    TypedColumnsTest() {
        script.migrations =
                steps -> steps.step("tasks", "CREATE TABLE tasks (id TEXT PRIMARY KEY, done INTEGER, big INTEGER)");
        script.schema = schema -> schema.collection("tasks", CODEC)
                .delete(delete -> delete.check(DeleteContext::stored).execute(DeleteContext::deleteRow));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void samovarShowsWhatTheRecordDeclaresOnEveryPath() {
        write("INSERT INTO tasks VALUES ('a', 1, " + BIG + "), ('b', 0, -1), ('c', NULL, NULL)");
        TestClient alice = TestClient.connect(host, "alice", Profile.SAMOVAR_1);
        LiveRows rows = alice.subscribe("tasks");
        LiveRows window = alice.subscribe(Selection.of("tasks").orderBy("id").limit(2));

        assertThat(rows.row("a")).isEqualTo(task("a", Value.of(true), Value.BigInt.of(BIG)));
        assertThat(rows.row("b")).isEqualTo(task("b", Value.of(false), Value.BigInt.of(-1)));
        assertThat(rows.row("c")).isEqualTo(task("c", Value.NULL, Value.NULL));
        assertThat(window.row("a")).isEqualTo(rows.row("a"));
        assertThat(alice.fetch(Selection.of("tasks").orderBy("id").limit(1)).rows())
                .containsExactly(rows.row("a"));
        write("UPDATE tasks SET done = 1, big = " + (BIG + 2) + " WHERE id = 'b'");
        assertThat(rows.row("b")).isEqualTo(task("b", Value.of(true), Value.BigInt.of(BIG + 2)));
        alice.drop();
        write("UPDATE tasks SET done = 0, big = " + Long.MIN_VALUE + " WHERE id = 'b'");
        alice.reconnect();

        assertThat(rows.row("b")).isEqualTo(task("b", Value.of(false), Value.BigInt.of(Long.MIN_VALUE)));
        assertThat(window.row("b")).isEqualTo(rows.row("b"));
    }

    @Test
    void theReferenceProfileShowsWhatIsStoredOnEveryPath() {
        write("INSERT INTO tasks VALUES ('a', 1, 7)");
        TestClient alice = TestClient.connect(host, "alice");
        LiveRows rows = alice.subscribe("tasks");

        assertThat(rows.row("a")).isEqualTo(task("a", Value.of(1), Value.of(7)));
        assertThat(alice.fetch(Selection.of("tasks")).rows()).containsExactly(rows.row("a"));
        write("UPDATE tasks SET done = 0");
        assertThat(rows.row("a")).isEqualTo(task("a", Value.of(0), Value.of(7)));
        alice.drop();
        write("UPDATE tasks SET done = 1, big = 8");
        alice.reconnect();

        assertThat(rows.row("a")).isEqualTo(task("a", Value.of(1), Value.of(8)));
    }

    @ParameterizedTest
    @EnumSource
    void aFilterMeansWhatItsProfileShows(Profile profile) {
        write("INSERT INTO tasks VALUES ('a', 1, 7), ('b', 0, 8)");
        TestClient alice = TestClient.connect(host, "alice", profile);
        LiveRows done = alice.subscribe(where(DONE));
        LiveRows one = alice.subscribe(where(Predicate.eq("done", 1)));
        LiveRows seven = alice.subscribe(where(Predicate.eq("big", Value.BigInt.of(7))));
        LiveRows number = alice.subscribe(where(Predicate.eq("big", 7)));
        boolean isTyped = profile == Profile.SAMOVAR_1;

        assertThat(done.rows().keySet()).isEqualTo(isTyped ? Set.of("a") : Set.of());
        assertThat(one.rows().keySet()).isEqualTo(isTyped ? Set.of() : Set.of("a"));
        write("UPDATE tasks SET done = 1 - done, big = 15 - big");

        assertThat(done.rows().keySet()).isEqualTo(isTyped ? Set.of("b") : Set.of());
        assertThat(one.rows().keySet()).isEqualTo(isTyped ? Set.of() : Set.of("b"));
        assertThat(seven.rows().keySet()).isEqualTo(isTyped ? Set.of("b") : Set.of());
        assertThat(number.rows().keySet()).isEqualTo(isTyped ? Set.of() : Set.of("b"));
    }

    @ParameterizedTest
    @EnumSource
    void aScopeMeansTheDeclaredTypesInBothProfiles(Profile profile) {
        script.visible = (user, collection) -> Predicate.and(DONE, Predicate.gt("big", Value.BigInt.of(5)));
        write("INSERT INTO tasks VALUES ('a', 1, 7), ('b', 0, 7), ('c', 1, 3)");
        TestClient alice = TestClient.connect(host, "alice", profile);

        LiveRows rows = alice.subscribe("tasks");
        assertThat(rows.rows()).containsOnlyKeys("a");
        write("UPDATE tasks SET done = 1 - done, big = 7");
        assertThat(rows.rows()).containsOnlyKeys("b");
        alice.drop();
        write("UPDATE tasks SET done = 1 - done");
        alice.reconnect();

        assertThat(rows.rows()).containsOnlyKeys("a", "c");
    }

    @Test
    void bigintsWithTheSameNearestDoubleAreToldApart() {
        write("INSERT INTO tasks VALUES ('a', 0, " + (BIG - 1) + "), ('b', 0, " + BIG + ")");
        TestClient alice = TestClient.connect(host, "alice", Profile.SAMOVAR_1);
        LiveRows equal = alice.subscribe(where(Predicate.eq("big", Value.BigInt.of(BIG))));
        LiveRows above = alice.subscribe(where(Predicate.gt("big", Value.of(0x1p53))));
        LiveRows largest =
                alice.subscribe(Selection.of("tasks").orderBy("big desc", "id").limit(1));

        assertThat(equal.rows()).containsOnlyKeys("b");
        assertThat(above.rows()).containsOnlyKeys("b");
        assertThat(largest.rows()).containsOnlyKeys("b");
        write("UPDATE tasks SET big = " + (2 * BIG - 1) + " - big");
        assertThat(equal.rows()).containsOnlyKeys("a");
        assertThat(above.rows()).containsOnlyKeys("a");
        assertThat(largest.rows()).containsOnlyKeys("a");
        write("UPDATE tasks SET done = 1");
        assertThat(equal.rows()).containsOnlyKeys("a");

        alice.drop();
        write("UPDATE tasks SET big = " + (2 * BIG - 1) + " - big");
        alice.reconnect();
        assertThat(equal.rows()).containsOnlyKeys("b");
        assertThat(above.rows()).containsOnlyKeys("b");
        assertThat(largest.rows()).containsOnlyKeys("b");
    }

    @Test
    void aRowWhoseBigintOnlyRoundsToAMembersNeverWasOne() {
        write("INSERT INTO tasks VALUES ('zz', 0, " + (BIG - 1) + ")");
        TestClient alice = TestClient.connect(host, "alice", Profile.SAMOVAR_1);
        LiveRows equal = alice.subscribe(where(Predicate.eq("big", Value.BigInt.of(BIG))));

        write("UPDATE tasks SET big = 0");
        write("UPDATE tasks SET big = " + (BIG - 1));
        alice.drop();
        write("DELETE FROM tasks");
        alice.reconnect();

        assertThat(equal.rows()).isEmpty();
        assertThat(alice.received().contains("zz")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAuthorsWholeNumbersAreBigintsBesideABigintColumn(Profile profile) {
        script.visible = (user, collection) -> Predicate.and(
                Predicate.in("big", List.of(7, BIG)), Predicate.not(Predicate.eq("big", 7L)), Predicate.eq("done", 1L));
        write("INSERT INTO tasks VALUES ('a', 2, 7), ('b', 2, " + BIG + "), ('c', 2, " + (BIG - 1) + ")");

        assertThat(TestClient.connect(host, "alice", profile).subscribe("tasks").rows())
                .isEmpty();
        write("UPDATE tasks SET done = 2");
        script.visible = (user, collection) -> Predicate.and(
                Predicate.in("big", List.of(7, BIG)), Predicate.not(Predicate.eq("big", 7L)), Predicate.eq("done", 2L));
        assertThat(TestClient.connect(host, "bob", profile).subscribe("tasks").rows())
                .containsOnlyKeys("b");
    }

    @ParameterizedTest
    @EnumSource
    void aNumberBeyondEveryBigintStaysANumber(Profile profile) {
        write("INSERT INTO tasks VALUES ('a', 0, 1e30), ('b', 0, -1e30), ('c', 0, 9e15)");
        TestClient alice = TestClient.connect(host, "alice", profile);

        LiveRows large = alice.subscribe(where(Predicate.gt("big", Value.of(1e20))));

        assertThat(large.rows()).containsOnlyKeys("a");
        assertThat(large.row("a").get("big")).isEqualTo(Value.of(1e30));
    }

    @Test
    void aWriteFindsTheRowsThatItsUserMaySee() {
        script.visible = (user, collection) -> Predicate.eq("big", BIG);
        write("INSERT INTO tasks VALUES ('a', 0, " + (BIG - 1) + "), ('b', 0, " + BIG + ")");
        TestClient alice = TestClient.connect(host, "alice", Profile.SAMOVAR_1);

        assertThat(alice.delete("tasks", "a").rejection().code()).isEqualTo("NOT_FOUND");
        assertThat(alice.delete("tasks", "b").isCommitted()).isTrue();
    }

    private void write(String query) {
        host.run(object -> object.write(query));
        host.clock().advance(Duration.ZERO);
    }

    private static Selection where(Predicate predicate) {
        return Selection.of("tasks").where(predicate.toValue());
    }

    private static Value.Map task(String id, Value done, Value big) {
        return Value.map("id", Value.of(id), "done", done, "big", big);
    }
}
