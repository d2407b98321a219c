package dev.samovar.client;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client, its server and its clock, in a test's hands. */
final class ClientStory {
    static final int MAX_RETRY_MILLIS = 30_000;

    final HandTimers timers = new HandTimers();
    final FakeServer server = new FakeServer();
    final List<String> outcomes = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<ConnectionStatus> statuses = new ArrayList<>();
    final SyncClient client;
    private int ids;

    ClientStory() {
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
        client = new SyncClient(server, timers, source, ClientOptions.DEFAULT, new ClientListener() {
            @Override
            public void onChange() {
                ConnectionStatus status = client().status();
                if (statuses.isEmpty() || statuses.get(statuses.size() - 1) != status) {
                    statuses.add(status);
                }
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

    Shown subscribe(String collection) {
        Shown shown = new Shown();
        client.subscribe(collection, shown);
        return shown;
    }

    void insert(String txId, String key, String text) {
        Value.Map row = Value.map("id", Value.of(key), "text", Value.of(text));
        client.mutate(txId, "a", List.of(new MutationOp(Operation.INSERT, key, row)), new Outcome(txId, outcomes));
    }

    void call(String name) {
        client.call(name, Value.NULL, new Outcome(name, outcomes));
    }

    /** Loses the socket and waits until the client has dialled again; returns the new socket, accepted. */
    FakeServer.Line dropAndReconnect() {
        server.line().drop();
        return reconnect();
    }

    /** Waits for the retry timer only: its bound is 250 ms after one failure. */
    FakeServer.Line reconnect() {
        int dialled = server.lines.size();
        for (int waited = 0; server.lines.size() == dialled && waited < MAX_RETRY_MILLIS; waited += 10) {
            timers.advance(10);
        }
        return server.accept();
    }
}
