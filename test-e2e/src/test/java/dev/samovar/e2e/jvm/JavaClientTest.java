package dev.samovar.e2e.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.client.ConnectionStatus;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.jvm.MaterializedCollection;
import dev.samovar.client.jvm.Registration;
import dev.samovar.client.jvm.RowValues;
import dev.samovar.client.jvm.SamovarClient;
import dev.samovar.client.jvm.SyncException;
import dev.samovar.client.jvm.WriteOutcome;
import dev.samovar.e2e.jvm.ChatServer.Guest;
import dev.samovar.examples.chat.Message;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class JavaClientTest {
    /** A guard only: nothing here waits for time to pass. */
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private static Path folder;

    private static ChatServer server;

    private String room;
    private Guest ann;

    @BeforeAll
    static void start() throws IOException {
        server = new ChatServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void takeARoomOfOnesOwn(TestInfo test) {
        ann = server.signIn("ann");
        room = test.getTestMethod().orElseThrow().getName();
    }

    private ChatFromJava enter(Guest guest) {
        return new ChatFromJava(server.uri(), room, guest::token);
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until the rows are as they should be, which every change of them may bring about. */
    private static <T> void await(MaterializedCollection<T> rows, Predicate<Map<String, T>> condition)
            throws Exception {
        CompletableFuture<Boolean> met = new CompletableFuture<>();
        Registration registration = rows.onChange(changes -> {
            if (condition.test(rows.rows())) {
                met.complete(true);
            }
        });
        soon(met);
        registration.close();
    }

    private static void await(SamovarClient client, ConnectionStatus status) throws Exception {
        CompletableFuture<Boolean> met = new CompletableFuture<>();
        Registration registration = client.onStatus(now -> {
            if (now == status) {
                met.complete(true);
            }
        });
        soon(met);
        registration.close();
    }

    /** Why there is no connection, when the first attempt has failed. */
    private static String failure(SamovarClient client) throws Exception {
        CompletableFuture<ConnectionState> failed = new CompletableFuture<>();
        Registration registration = client.onStatus(status -> {
            if (status == ConnectionStatus.RECONNECTING) {
                failed.complete(client.state());
            }
        });
        client.connect();
        ConnectionState state = soon(failed);
        registration.close();
        return ((ConnectionState.Waiting) state).reason();
    }

    @Test
    void whatOneGuestSaysTheOtherReads() throws Exception {
        Guest bob = server.signIn("bob");
        try (ChatFromJava first = enter(ann);
                ChatFromJava second = enter(bob)) {
            MaterializedCollection<Message> newest = soon(second.newest(2).whenLive());
            BlockingQueue<String> log = new LinkedBlockingQueue<>();
            ChatFromJava.log(newest, log::add);

            assertThat(ChatFromJava.explain(soon(first.say("1", ann.userId(), "hello", 1))))
                    .isEqualTo("done");
            soon(first.say("2", ann.userId(), "anybody there?", 2));
            soon(second.say("3", bob.userId(), "yes", 3));

            await(newest, rows -> rows.containsKey("2") && rows.containsKey("3"));
            assertThat(newest.rows().keySet()).containsExactly("3", "2");
            assertThat(newest.get("3")).isEqualTo(new Message("3", bob.userId(), "yes", 3));
            assertThat(log.take()).isEqualTo("new: hello");
            assertThat(soon(first.by(bob.userId()).whenLive()).rows()).containsOnlyKeys("3");
            assertThat(first.authors()).containsExactly(bob.userId(), ann.userId());
        }
    }

    @Test
    void aRefusedWriteSaysWhyAndSeveralAreOne() throws Exception {
        try (ChatFromJava chat = enter(ann)) {
            assertThat(ChatFromJava.explain(soon(chat.say("1", "bob", "hi", 1))))
                    .isEqualTo("author mismatch");
            soon(chat.say("2", ann.userId(), "one", 2));
            soon(chat.say("3", ann.userId(), "two", 3));

            assertThat(soon(chat.withdraw(List.of("2", "none"))).kind()).isEqualTo(WriteOutcome.Kind.REJECTED);
            assertThat(soon(chat.withdraw(List.of("2"))).isCommitted()).isTrue();

            assertThat(chat.clear()).isEqualTo(1);
        }
    }

    @Test
    void messagesOfManyPartsComeWhole() throws Exception {
        int batches = 8;
        try (ChatFromJava chat = enter(ann)) {
            List<CompletableFuture<WriteOutcome>> writes = new ArrayList<>();
            for (int batch = 0; batch < batches; batch++) {
                List<MutationOp> ops = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    String id = batch + "-" + i;
                    Map<String, ?> row = Map.of(
                            "id", id, "author", ann.userId(), "content", id + "x".repeat(1_990), "created_at", i);
                    ops.add(new MutationOp(Operation.INSERT, id, PlainValues.map(row)));
                }
                writes.add(chat.client().mutate("messages", ops));
            }
            for (CompletableFuture<WriteOutcome> write : writes) {
                assertThat(soon(write).isCommitted()).isTrue();
            }

            try (ChatFromJava other = enter(ann)) {
                Map<String, RowValues> rows =
                        soon(other.client().collection("messages").whenLive()).rows();

                assertThat(rows).hasSize(batches * 100);
                rows.forEach((id, row) -> assertThat(row.text("content")).isEqualTo(id + "x".repeat(1_990)));
            }
        }
    }

    @Test
    void aPowerCutOfTheServerLosesNothing(@TempDir Path ownFolder) throws Exception {
        try (ChatServer own = new ChatServer(ownFolder)) {
            Guest guest = own.signIn("ann");
            try (ChatFromJava chat = new ChatFromJava(own.uri(), room, guest::token)) {
                MaterializedCollection<Message> messages = soon(chat.newest(50).whenLive());
                soon(chat.say("1", guest.userId(), "before", 1));

                own.kill();
                await(chat.client(), ConnectionStatus.RECONNECTING);
                CompletableFuture<WriteOutcome> meanwhile = chat.say("2", guest.userId(), "meanwhile", 2);
                assertThat(messages.rows()).containsOnlyKeys("1");
                assertThat(meanwhile).isNotDone();
                own.start();
                chat.client().connect();

                assertThat(soon(meanwhile).isCommitted()).isTrue();
                assertThat(messages.rows().keySet()).containsExactly("2", "1");
            }
        }
    }

    @Test
    void manyClientsShareThreads() throws Exception {
        int count = 40;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        HttpClient http = HttpClient.newHttpClient();
        List<SamovarClient> clients = new ArrayList<>();
        try {
            List<MaterializedCollection<RowValues>> mirrors = new ArrayList<>();
            List<CompletableFuture<WriteOutcome>> writes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                URI object = server.uri().resolve("/sync/" + room);
                SamovarClient client = ChatFromJava.oneOfMany(object, ann::token, http, threads);
                clients.add(client);
                mirrors.add(client.collection("messages"));
                String id = "m" + i;
                writes.add(client.insert(
                        "messages", id, Map.of("id", id, "author", ann.userId(), "content", "hello", "created_at", i)));
            }

            for (CompletableFuture<WriteOutcome> write : writes) {
                assertThat(soon(write).isCommitted()).isTrue();
            }
            for (MaterializedCollection<RowValues> mirror : mirrors) {
                await(mirror, rows -> rows.size() == count);
            }
        } finally {
            clients.forEach(SamovarClient::close);
            threads.shutdown();
        }
        assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoHasNoGoodTokenIsTurnedAwayForGood() {
        SamovarClient stranger = SamovarClient.at(server.uri().resolve("/sync/" + room))
                .token(() -> "no.good.token")
                .build();

        assertThatThrownBy(() -> soon(stranger.collection("messages").whenLive()))
                .cause()
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo("UNAUTHENTICATED"));
        assertThat(stranger.status()).isEqualTo(ConnectionStatus.CLOSED);
    }

    @Test
    void aTokenThatIsNoSubprotocolIsNamedButNotShown() throws Exception {
        try (SamovarClient client = SamovarClient.at(server.uri().resolve("/sync/" + room))
                .token(() -> "a secret")
                .build()) {
            assertThat(failure(client))
                    .contains("Is the token one that fits a subprotocol?")
                    .doesNotContain("secret");
        }
    }

    @Test
    void anAddressThatIsNoObjectsIsNamedByItsStatus() throws Exception {
        try (SamovarClient client =
                SamovarClient.at(server.uri().resolve("/auth/guest")).build()) {
            assertThat(failure(client)).contains("status 405");
        }
    }

    @Test
    void aServerThatIsNotThereIsTriedAgain() throws Exception {
        try (SamovarClient client =
                SamovarClient.at(URI.create("ws://127.0.0.1:1/sync/" + room)).build()) {
            assertThat(failure(client)).contains("was not reached");
            assertThat(client.status()).isEqualTo(ConnectionStatus.RECONNECTING);
        }
    }
}
