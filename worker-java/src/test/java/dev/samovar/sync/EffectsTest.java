package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.Crash;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.Deferred;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from a committed write, at least once, whatever happens. */
class EffectsTest {
    /** Fewer statements than a mutation of two rows with effects must have. */
    private static final int FEWEST_STATEMENTS = 8;

    private final Notes notes = new Notes();
    private final List<String> followed = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();

    @AfterEach
    void close() {
        notes.close();
    }

    private void follow(RowEffectContext<String, Note> effect) {
        String row = effect.hasRow() ? effect.row().text() + "/" + effect.row().stars() : "none";
        followed.add(effect.user() + " " + effect.operation().wireName() + " " + effect.key() + " " + row + " "
                + effect.changes().entries().keySet());
        keys.add(effect.idempotencyKey());
        attempts.add(effect.attempt());
    }

    private long waiting() {
        return notes.count("SELECT COUNT(*) FROM _sync_effects");
    }

    @Test
    void anEffectIsToldWhatWasWritten() {
        notes.afterCommit = this::follow;
        TestClient alice = notes.connect("alice");

        alice.insert("notes", "1", note("one"));
        alice.update("notes", "1", Map.of("stars", 5));
        alice.delete("notes", "1");
        alice.delete("notes", "1");

        assertThat(followed).hasSize(4);
        assertThat(followed.get(0)).startsWith("alice insert 1 one/0 ").contains("text", "stars");
        assertThat(followed.get(1)).isEqualTo("alice update 1 one/5 [stars]");
        assertThat(followed.get(2)).isEqualTo("alice delete 1 one/5 []");
        assertThat(followed.get(3)).isEqualTo("alice delete 1 none []");
        assertThat(waiting()).isZero();
    }

    @Test
    void theClientHasItsAnswerWhileTheEffectWaits() {
        Deferred<Boolean> answer = new Deferred<>();
        notes.afterCommit = effect -> {
            answer.await();
            follow(effect);
        };
        TestClient alice = notes.connect("alice");

        assertThat(alice.insert("notes", "1", note("one")).isCommitted()).isTrue();
        assertThat(alice.insert("notes", "2", note("two")).isCommitted()).isTrue();
        assertThat(followed).isEmpty();
        assertThat(waiting()).isEqualTo(2);
        answer.complete(true);

        assertThat(followed).hasSize(2);
        assertThat(waiting()).isZero();
    }

    @Test
    void anEffectThatFailsIsTriedAgainUnderTheSameKey() {
        notes.afterCommit = effect -> {
            follow(effect);
            if (effect.attempt() < 3) {
                throw new IllegalStateException("the service is down");
            }
        };
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        alice.update("notes", "1", Map.of("text", "changed since"));
        followed.clear();

        notes.host.clock().advance(Duration.ofSeconds(9));
        assertThat(attempts).containsExactly(1, 1);
        notes.host.clock().advance(Duration.ofSeconds(1));
        assertThat(attempts).containsExactly(1, 1, 2, 2);
        notes.host.clock().advance(Duration.ofSeconds(30));

        assertThat(attempts).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(Set.copyOf(keys)).hasSize(2);
        assertThat(followed.get(0)).startsWith("alice insert 1 one/0");
        assertThat(waiting()).isZero();
        assertThat(notes.host.alarmMillis()).isNull();
    }

    @Test
    void anEffectThatNeverSucceedsIsGivenUpWithAnError() {
        notes.afterCommit = effect -> {
            follow(effect);
            throw new IllegalStateException("gone for good");
        };
        notes.connect("alice").insert("notes", "1", note("one"));

        notes.host.clock().advance(Duration.ofDays(2));

        assertThat(attempts).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(waiting()).isZero();
        assertThat(notes.errors()).hasSize(8).last().asString().endsWith("was given up after 8 attempts.");
    }

    @Test
    void whatIsRefusedOrRolledBackOrRepeatedHasNoEffect() {
        notes.afterCommit = this::follow;
        TestClient alice = notes.connect("alice");
        WriteOutcome done = alice.insert("notes", "1", note("one"));
        followed.clear();

        alice.repeat(done);
        alice.insert("notes", "2", note(""));
        alice.insert("notes", "1", note("again"));
        alice.mutate("notes", insert("3"), new MutationOp(Operation.UPDATE, "4", Value.map("stars", Value.of(1))));
        alice.repeat(done);
        notes.host.clock().advance(Duration.ofDays(1));

        assertThat(followed).isEmpty();
        assertThat(waiting()).isZero();
    }

    @Test
    void everyOperationOfAMutationHasItsOwn() {
        notes.afterCommit = this::follow;
        TestClient alice = notes.connect("alice");

        alice.mutate("notes", insert("1"), insert("2"), insert("3"));

        assertThat(followed).hasSize(3);
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void noTwoWritesHaveOneKeyWhateverTheirIdsAre() {
        notes.afterCommit = this::follow;
        String[] names = {"a", "a.b", "a.b.0", "a:1", "b", "b.0", "."};
        for (String user : names) {
            TestClient client = notes.connect(user);
            for (String txId : names) {
                client.write(new ClientFrame.Mut(
                        txId, "notes", List.of(insert(user + " " + txId), insert(user + " " + txId + " 2"))));
            }
        }

        assertThat(keys).hasSize(2 * names.length * names.length).doesNotHaveDuplicates();
        assertThat(keys).allMatch(key -> key.chars().allMatch(c -> c > ' ' && c < 127));
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void anEffectThatWasCutOffIsTriedAgainByTheNextLife(WebSockets sockets) {
        Deferred<Boolean> never = new Deferred<>();
        notes.afterCommit = effect -> {
            follow(effect);
            if (effect.attempt() == 1) {
                never.await();
            }
        };
        notes.connect("alice").insert("notes", "1", note("one"));

        notes.host.evict(sockets);
        notes.host.clock().advance(Duration.ofSeconds(10));

        assertThat(attempts).containsExactly(1, 2);
        assertThat(Set.copyOf(keys)).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aDeathBeforeAnyStatementLosesNoEffectAndMakesNone(WebSockets sockets) {
        int statement = 1;
        while (diesBefore(CrashPoint.beforeStatement(statement), sockets)) {
            statement++;
        }
        assertThat(statement).isGreaterThan(FEWEST_STATEMENTS);
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aDeathAroundAnyCommitLosesNoEffectAndMakesNone(WebSockets sockets) {
        for (int commit = 1; commit <= 2; commit++) {
            assertThat(diesBefore(CrashPoint.beforeCommit(commit), sockets)).isTrue();
            assertThat(diesBefore(CrashPoint.afterCommit(commit), sockets)).isTrue();
        }
    }

    /** The client does not come back: what was committed has its effects all the same, and nothing else has. */
    private boolean diesBefore(CrashPoint point, WebSockets sockets) {
        try (Notes other = new Notes()) {
            Deferred<Boolean> outside = new Deferred<>();
            Set<String> reached = new LinkedHashSet<>();
            other.afterCommit = effect -> {
                if (!outside.isDone()) {
                    outside.await();
                }
                reached.add(effect.key());
            };
            TestClient alice = other.connect("alice");
            Crash crash = other.host.crash(point, sockets);

            WriteOutcome write = alice.mutate("notes", insert("1"), insert("2"));
            boolean answered = !write.isPending();
            outside.complete(true);
            boolean died = crash.hasHappened();
            other.host.clock().advance(Duration.ofHours(1));

            Set<String> rows = other.table("notes").keySet();
            assertThat(reached).as("effects, death %s", point).isEqualTo(rows);
            assertThat(rows).hasSize(rows.isEmpty() ? 0 : 2);
            assertThat(answered && rows.isEmpty()).isFalse();
            assertThat(other.count("SELECT COUNT(*) FROM _sync_effects")).isZero();
            assertThat(other.host.alarmMillis()).isNull();
            return died;
        }
    }

    @Test
    void anEffectThatKillsItsObjectIsGivenUpToo() {
        notes.afterCommit = effect -> {
            if (effect.attempt() > 1) {
                follow(effect);
                notes.host.crash(CrashPoint.beforeStatement(1), WebSockets.CLOSE);
                notes.host.instance().exec("SELECT 1");
            }
            throw new IllegalStateException("not yet deadly");
        };
        notes.connect("alice").insert("notes", "1", note("one"));

        notes.host.clock().advance(Duration.ofDays(1));

        assertThat(attempts).containsExactly(2, 3, 4, 5, 6, 7, 8);
        assertThat(waiting()).isZero();
        assertThat(notes.errors()).last().asString().endsWith("was given up after 8 attempts.");
    }

    @Test
    void aSlowEffectIsNotBegunTwice() {
        Deferred<Boolean> answer = new Deferred<>();
        notes.afterCommit = effect -> {
            follow(effect);
            answer.await();
        };
        notes.connect("alice").insert("notes", "1", note("one"));

        notes.host.clock().advance(Duration.ofMinutes(14));
        answer.complete(true);
        notes.host.clock().advance(Duration.ofHours(1));

        assertThat(attempts).containsExactly(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void manyEffectsAreBegunAFewAtATime() {
        Deferred<Boolean> answer = new Deferred<>();
        notes.afterCommit = effect -> {
            follow(effect);
            answer.await();
        };
        TestClient alice = notes.connect("alice");
        for (int i = 0; i < 100; i++) {
            alice.insert("notes", "" + i, note("note"));
        }

        assertThat(followed).hasSize(DueRows.MAX_RUNNING);
        answer.complete(true);
        notes.host.clock().advance(Duration.ofSeconds(1));

        assertThat(keys).doesNotHaveDuplicates().hasSize(100);
        assertThat(attempts).containsOnly(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void aCommandHasItsEffectToo() {
        List<Object> seen = new ArrayList<>();
        Effect<CommandEffectContext<String>> effect = call -> {
            seen.add(call.user());
            seen.add(call.args());
            seen.add(call.result());
        };
        notes.more = schema -> {
            schema.<Value>command("plain", result -> result, call -> Value.of(1))
                    .afterCommit(effect);
            schema.<Value>waitingCommand("waiting", result -> result, call -> Value.of(2))
                    .afterCommit(effect);
        };
        TestClient alice = notes.connect("alice");

        alice.call("plain", "a");
        alice.repeat(alice.call("waiting"));

        assertThat(seen).containsExactly("alice", Value.of("a"), Value.of(1), "alice", Value.NULL, Value.of(2));
        assertThat(waiting()).isZero();
    }

    @Test
    void whatAnEffectWritesReachesTheClients() {
        notes.afterCommit = effect ->
                notes.host.instance().write("INSERT INTO drafts (id, text) VALUES (?, 'followed')", effect.key());
        TestClient alice = notes.connect("alice");
        LiveRows drafts = subscribe(alice, "drafts");

        alice.insert("notes", "1", note("one"));
        notes.tick();

        assertThat(drafts.rows()).isEqualTo(notes.table("drafts")).containsOnlyKeys("1");
    }

    @Test
    void anEffectThatANewVersionDoesNotKnowIsGivenUpInTheEnd() {
        Deferred<Boolean> never = new Deferred<>();
        notes.afterCommit = effect -> never.await();
        notes.connect("alice").insert("notes", "1", note("one"));

        notes.host.evict(WebSockets.CLOSE);
        notes.afterCommit = null;
        notes.host.clock().advance(Duration.ofDays(1));

        assertThat(waiting()).isZero();
        assertThat(notes.errors()).last().asString().endsWith("was given up after 8 attempts.");
    }

    private static MutationOp insert(String key) {
        return new MutationOp(Operation.INSERT, key, Value.map("text", Value.of(key), "stars", Value.of(0)));
    }
}
