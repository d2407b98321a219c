package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.FetchOutcome;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PROTOCOL.md, 9.6. */
class FetchTest {
    private static final Selection BY_SIZE = Selection.of("cups").orderBy("size");

    private final Cups cups = new Cups();

    @AfterEach
    void close() {
        cups.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPageHasTheFirstRowsInTheirOrder(Profile profile) {
        cups.fill(20, 1);
        TestClient alice = cups.connect("alice", profile);

        FetchOutcome page = alice.fetch(BY_SIZE.orderBy("size desc").limit(5));

        assertThat(page.rows()).isEqualTo(cups.cupsInOrder("ORDER BY size DESC LIMIT 5"));
    }

    @ParameterizedTest
    @EnumSource
    void pagesByCursorShowEveryRowOnce(Profile profile) {
        cups.fill(40, 1);
        cups.write("UPDATE cups SET size = CAST(size / 6 AS INTEGER)");
        TestClient alice = cups.connect("alice", profile);
        List<Value.Map> read = new ArrayList<>(alice.fetch(BY_SIZE.limit(5)).rows());

        for (int page = 0; page < 30 && read.size() < 40; page++) {
            Value last = Objects.requireNonNull(read.get(read.size() - 1).get("size"));
            Value cursor = Value.map(
                    "whereCurrent",
                    Predicate.eq("size", last).toValue(),
                    "whereFrom",
                    Predicate.gt("size", last).toValue());
            for (Value.Map row :
                    alice.fetch(BY_SIZE.limit(5), (Value.Map) cursor).rows()) {
                if (!read.contains(row)) {
                    read.add(row);
                }
            }
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(cups.cups("true").values());
    }

    @ParameterizedTest
    @EnumSource
    void allThatTieAreReadThenAsManyAsAreAskedFor(Profile profile) {
        cups.add(1, "a", "b", "c", "d");
        cups.add(2, "e", "f", "g");
        TestClient alice = cups.connect("alice", profile);

        FetchOutcome page = alice.fetch(
                BY_SIZE.limit(2),
                Value.map(
                        "whereCurrent",
                        Predicate.eq("size", 1).toValue(),
                        "whereFrom",
                        Predicate.gt("size", 1).toValue()));

        assertThat(page.rows())
                .extracting(row -> row.get("name"))
                .containsExactly(
                        Stream.of("a", "b", "c", "d", "e", "f").map(Value::of).toArray(Value[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void aPageIsOfAPositionThatTheSubscriptionsHaveReached(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        LiveRows rows = alice.subscribe("cups");
        cups.crowd();
        cups.add(1, "a");
        assertThat(rows.rows()).isEmpty();

        FetchOutcome page = alice.fetch(BY_SIZE);

        assertThat(page.rows()).hasSize(1);
        assertThat(rows.rows()).containsOnlyKeys("a");
        assertThat(rows.position()).isEqualTo(page.position());
    }

    @ParameterizedTest
    @EnumSource
    void aFetchThatCannotBeServedSaysWhy(Profile profile) {
        cups.add(1, "a");
        TestClient alice = cups.connect("alice", profile);

        assertThat(code(alice.fetch(Selection.of("plates")))).isEqualTo("UNKNOWN_COLLECTION");
        assertThat(code(alice.fetch(Cups.where(Predicate.eq("nothing", 1))))).isEqualTo("VALIDATION");
        assertThat(code(alice.fetch(Selection.of("cups").where(Value.map())))).isEqualTo("UNSUPPORTED");
        assertThat(code(alice.fetch(BY_SIZE.limit(-1)))).isEqualTo("VALIDATION");
        assertThat(code(alice.fetch(BY_SIZE, Value.map()))).isEqualTo("VALIDATION");
        assertThat(code(alice.fetch(BY_SIZE, Value.map("whereFrom", Value.NULL, "whereCurrent", Value.NULL))))
                .isEqualTo("VALIDATION");
        assertThat(alice.fetch(BY_SIZE).rows()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatAreTooLargeTogetherAreRefusedAndFewerAreNot(Profile profile) {
        cups.fill(40, 1);
        cups.write("UPDATE cups SET name = substr(hex(zeroblob(300000)), 1, 500000)");
        TestClient alice = cups.connect("alice", profile);

        assertThat(code(alice.fetch(BY_SIZE))).isEqualTo("LIMIT_EXCEEDED");
        assertThat(alice.fetch(BY_SIZE.limit(10)).rows()).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void bothPartsOfAPageAreTooLargeTogether(Profile profile) {
        cups.fill(40, 1);
        cups.write("UPDATE cups SET name = substr(hex(zeroblob(300000)), 1, 500000), size = size >= 20");
        TestClient alice = cups.connect("alice", profile);
        Value ties = Predicate.eq("size", 0).toValue();
        Value next = Predicate.gt("size", 0).toValue();

        assertThat(alice.fetch(BY_SIZE.limit(5), Value.map("whereCurrent", ties, "whereFrom", next))
                        .rows())
                .hasSize(25);
        assertThat(code(alice.fetch(BY_SIZE.limit(20), Value.map("whereCurrent", ties, "whereFrom", next))))
                .isEqualTo("LIMIT_EXCEEDED");
    }

    private static String code(FetchOutcome fetch) {
        return Objects.requireNonNull(fetch.refusal().code());
    }
}
