package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.client.ClientOptions;
import dev.samovar.client.ConnectionStatus;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.RetryPolicy;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
import dev.samovar.protocol.Value;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamovarClientTest {
    private final World world = new World(1);
    private final SamovarClient client = world.client("ann");

    @AfterEach
    void end() {
        world.close();
    }

    private static Map<String, Object> book(String id) {
        return Map.of("id", id, "title", "Emma", "stars", 4, "lent", false, "owner", "ann");
    }

    private long stored() {
        return world.host.sql().exec("SELECT count(*) FROM books").one().getLong(0);
    }

    @Test
    void aWriteIsCommittedWhenItsRowsAreShown() {
        MaterializedCollection<RowValues> books = client.collection("books");
        List<Integer> sizes = new ArrayList<>();

        CompletableFuture<WriteOutcome> outcome = client.insert("books", "1", book("1"));
        CompletableFuture<Void> shown = outcome.thenAccept(committed -> sizes.add(books.size()));

        assertThat(world.settled(outcome).orThrow()).isEqualTo(Value.NULL);
        assertThat(shown).isDone();
        assertThat(sizes).containsExactly(1);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void rowsAreUpdatedAndDeleted() {
        MaterializedCollection<Book> books = client.collection("books", Query.ALL, Book::of);
        world.settled(client.insert("books", "1", book("1")));
        world.settled(client.insert("books", "2", book("2")));

        assertThat(world.settled(client.update("books", "1", Map.of("stars", 5)))
                        .isCommitted())
                .isTrue();
        assertThat(world.settled(client.delete("books", "2")).isCommitted()).isTrue();

        assertThat(books.rows()).containsOnly(Map.entry("1", new Book("1", "Emma", 5, false, "ann")));
    }

    @Test
    void aRefusedWriteSaysWhy() {
        world.settled(client.insert("books", "1", book("1")));

        WriteOutcome outcome = world.settled(world.client("bob").delete("books", "1"));

        assertThat(outcome).isInstanceOfSatisfying(WriteOutcome.Rejected.class, rejected -> {
            assertThat(rejected.refusal().code()).isEqualTo("FORBIDDEN");
            assertThat(rejected.refusal().message()).isEqualTo("not your book");
        });
        assertThatThrownBy(outcome::orThrow).isInstanceOf(SyncException.class).hasMessage("FORBIDDEN: not your book");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void ofSeveralOperationsAllAreDoneOrNone() {
        world.settled(client.insert("books", "1", book("1")));
        List<MutationOp> ops = List.of(
                new MutationOp(Operation.INSERT, "2", PlainValues.map(book("2"))),
                new MutationOp(Operation.DELETE, "none", null));

        assertThat(world.settled(client.mutate("books", ops)).kind()).isEqualTo(WriteOutcome.Kind.REJECTED);

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aCommandHasArgumentsAndAResult() {
        world.settled(client.insert("books", "1", book("1")));

        assertThat(world.settled(client.call("lendAll", Map.of("to", "bob"))).orThrow())
                .isEqualTo(Value.of("bob"));
        assertThat(world.settled(client.call("clear")).orThrow()).isEqualTo(Value.of(1));
        assertThat(world.settled(client.call("lendAll", Map.of())))
                .isInstanceOfSatisfying(
                        WriteOutcome.Rejected.class,
                        rejected -> assertThat(rejected.refusal().code()).isEqualTo("VALIDATION"));
    }

    @Test
    void aWriteWithoutAConnectionWaitsForOne() {
        client.connect();
        world.settle();
        world.goOffline();

        CompletableFuture<WriteOutcome> outcome = client.insert("books", "1", book("1"));
        world.advance(Duration.ofHours(1));
        assertThat(outcome).isNotDone();
        assertThat(client.pendingWrites()).isEqualTo(1);

        world.goOnline();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.settled(outcome).isCommitted()).isTrue();
        assertThat(client.pendingWrites()).isZero();
    }

    @Test
    void aWriteWhoseAnswerIsLostIsDoneOnce() {
        client.connect();
        world.settle();

        CompletableFuture<WriteOutcome> outcome = client.insert("books", "1", book("1"));
        for (int step = 0; stored() == 0; step++) {
            assertThat(step).isLessThan(100);
            world.steps(1);
        }
        world.dropAll();
        assertThat(outcome).isNotDone();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.settled(outcome).isCommitted()).isTrue();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aWriteWithAnIdOfItsOwnIsDoneOnce() {
        List<MutationOp> ops = List.of(new MutationOp(Operation.INSERT, "1", PlainValues.map(book("1"))));

        assertThat(world.settled(client.mutate("order-7", "books", ops)).isCommitted())
                .isTrue();
        assertThat(world.settled(client.mutate("order-7", "books", ops)).isCommitted())
                .isTrue();

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void closingTellsOfEveryWriteWhetherItMayHaveBeenDone() {
        client.connect();
        world.settle();
        CompletableFuture<WriteOutcome> sent = client.insert("books", "1", book("1"));
        for (int step = 0; stored() == 0; step++) {
            assertThat(step).isLessThan(100);
            world.steps(1);
        }
        world.goOffline();
        world.settle();
        CompletableFuture<WriteOutcome> held = client.insert("books", "2", book("2"));
        world.settle();

        client.close();

        assertThat(world.settled(sent).kind()).isEqualTo(WriteOutcome.Kind.UNKNOWN);
        assertThat(world.settled(held).kind()).isEqualTo(WriteOutcome.Kind.NOT_SENT);
        assertThat(world.settled(client.call("clear")).kind()).isEqualTo(WriteOutcome.Kind.NOT_SENT);
        assertThat(client.status()).isEqualTo(ConnectionStatus.CLOSED);
        assertThatThrownBy(() -> world.settled(client.collection("books").whenLive()))
                .isInstanceOf(SyncException.class);
    }

    @Test
    void aClosedClientGoesOnWhenItIsConnectedAgain() {
        MaterializedCollection<RowValues> books = client.collection("books");
        world.settle();
        client.close();
        world.settle();
        world.write("INSERT INTO books (id, title, stars, lent) VALUES ('1', 'Emma', 4, 0)");

        client.connect();
        world.settle();

        assertThat(books.rows()).containsOnlyKeys("1");
        assertThat(client.status()).isEqualTo(ConnectionStatus.OPEN);
    }

    @Test
    void theStatusIsTold() {
        List<ConnectionStatus> heard = new ArrayList<>();
        client.onStatus(heard::add);
        assertThat(client.status()).isEqualTo(ConnectionStatus.IDLE);
        assertThat(client.latencyMillis()).isEqualTo(SamovarClient.UNKNOWN_LATENCY);

        client.connect();
        world.settle();
        assertThat(client.latencyMillis()).isZero();
        world.goOffline();
        world.settle();

        assertThat(heard)
                .containsExactly(
                        ConnectionStatus.IDLE,
                        ConnectionStatus.CONNECTING,
                        ConnectionStatus.OPEN,
                        ConnectionStatus.RECONNECTING);
        assertThat(client.state()).isInstanceOf(ConnectionState.Waiting.class);
    }

    @Test
    void aPolicyMayGiveUp() {
        world.goOffline();
        SamovarClient impatient =
                world.client("bob", new ClientOptions(0, 0, (failures, code, jitter) -> RetryPolicy.GIVE_UP));

        assertThat(world.settled(impatient.call("clear")).kind()).isEqualTo(WriteOutcome.Kind.NOT_SENT);
        assertThat(impatient.status()).isEqualTo(ConnectionStatus.CLOSED);
    }

    @Test
    void whatTheWireCannotCarryIsRefusedAtOnce() {
        assertThatThrownBy(() -> client.insert("books", "1", Map.of("id", 1L << 60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^53-1");
    }

    @Test
    void anAddressWithoutAWebSocketIsRefused() {
        for (String address : List.of("ftp://example.com/sync/1", "/sync/1", "wss:room", "ws://example.com/#top")) {
            assertThatThrownBy(() -> SamovarClient.at(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ws, wss, http or https");
        }
    }
}
