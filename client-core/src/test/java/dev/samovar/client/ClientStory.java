package dev.samovar.client;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client, its server and its clock, in a test's hands. */
final class ClientStory {
    static final int MAX_RETRY_MILLIS = 30_000;

    final HandTimers timers = new HandTimers();
    final FakeServer server = new FakeServer();
    final List<String> outcomes = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<ConnectionStatus> statuses = new ArrayList<>();

    /** The client's position, whenever it may have moved. */
    final List<Double> boundaries = new ArrayList<>();

    /** What is kept of writes without an outcome. */
    final List<String> stored = new ArrayList<>();

    final SyncClient client;

    /** What the next token is; {@code null} for none. */
    @Nullable
    String token = "token";

    /** Whether tokens never come. */
    boolean withholdsTokens;

    private int ids;

    ClientStory() {
        this(ClientOptions.defaults());
    }

    ClientStory(ClientOptions options) {
        Random random = new Random(1);
        RandomSource source = new RandomSource() {
            @Override
            public double nextDouble() {
                return random.nextDouble();
            }

            @Override
            public String newId() {
                return "call-" + ++ids;
            }
        };
        OutboxStore store = new OutboxStore() {
            @Override
            public void added(String txId, byte[] frame) {
                stored.add(txId);
            }

            @Override
            public void settled(String txId) {
                stored.remove(txId);
            }
        };
        TokenSource tokens = listener -> {
            if (!withholdsTokens) {
                listener.onToken(token);
            }
        };
        client = new SyncClient(
                new Platform(server, tokens, timers, source, ValueRow.READER, new MessagePackEncoder()),
                options,
                store,
                new ClientListener() {
                    @Override
                    public void onChange() {
                        ConnectionStatus status = client().status();
                        if (statuses.isEmpty() || statuses.get(statuses.size() - 1) != status) {
                            statuses.add(status);
                        }
                    }

                    @Override
                    public void onBoundary() {
                        boundaries.add(client().position().number());
                    }

                    @Override
                    public void onWarning(String message) {
                        warnings.add(message);
                    }
                });
    }

    private SyncClient client() {
        return client;
    }

    SyncedCollection collection(String name, CollectionListener listener) {
        return client.collection(name, ValueRow.FACTORY, listener);
    }

    Shown subscribe(String collection) {
        Shown shown = new Shown();
        subscribe(collection, shown);
        return shown;
    }

    Subscription subscribe(String collection, Shown shown) {
        return collection(collection, shown).subscribe(Selection.all(), shown);
    }

    void insert(String txId, String key, String text) {
        client.mutate(
                txId,
                "a",
                List.of(new MutationOp(Operation.INSERT, key, FakeServer.Line.row(key, text))),
                new Outcome(txId, outcomes));
    }

    void call(String name) {
        client.call(name, Value.NULL, new Outcome(name, outcomes));
    }

    /** Loses the socket and waits until the client has dialled again; returns the new socket, accepted. */
    FakeServer.Line dropAndReconnect() {
        server.line().drop();
        return reconnect();
    }

    FakeServer.Line reconnect() {
        redial();
        return server.accept();
    }

    /** Waits for the retry timer only; returns the new socket, not accepted. */
    FakeServer.Line redial() {
        int dialled = server.lines.size();
        for (int waited = 0; server.lines.size() == dialled && waited < MAX_RETRY_MILLIS; waited += 10) {
            timers.advance(10);
        }
        return server.line();
    }
}
