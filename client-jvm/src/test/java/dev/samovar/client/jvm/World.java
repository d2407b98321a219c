package dev.samovar.client.jvm;

import dev.samovar.client.ClientOptions;
import dev.samovar.client.Dialer;
import dev.samovar.client.MessagePackEncoder;
import dev.samovar.client.Platform;
import dev.samovar.client.RandomSource;
import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import dev.samovar.client.TokenSource;
import dev.samovar.client.ValueRow;
import dev.samovar.protocol.Handshake;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.TestSocket;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An object and its clients, all on the test's thread and by one clock. Nothing happens but in {@link #settle} and
 * {@link #advance}, and the same seed gives the same run.
 */
final class World implements AutoCloseable {
    private static final int MAX_STEPS = 1_000_000;

    final DurableObjectHost<Shelf> host = DurableObjectHost.of(Shelf::new);
    private final HandTimers timers = new HandTimers(() -> host.clock().millis());
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<LocalSocket> sockets = new ArrayList<>();
    private final Random random;
    private boolean isOnline = true;

    World(long seed) {
        this.random = new Random(seed);
    }

    /** A client whose user is let in without a Worker. */
    SamovarClient client(String user) {
        return client(user, ClientOptions.defaults());
    }

    SamovarClient client(String user, ClientOptions options) {
        TokenSource tokens = listener -> listener.onToken(user);
        RandomSource chance = new RandomSource() {
            @Override
            public double nextDouble() {
                return random.nextDouble();
            }

            @Override
            public String newId() {
                return "tx" + random.nextLong();
            }
        };
        return new SamovarClient(
                new SerialExecutor(tasks::add),
                new Platform(dialer(), tokens, timers, chance, ValueRow.READER, new MessagePackEncoder()),
                options);
    }

    private Dialer dialer() {
        return (token, listener) -> {
            if (!isOnline) {
                tasks.add(() -> listener.onFailed("The network is away."));
                return new Nowhere();
            }
            return open(String.valueOf(token), listener);
        };
    }

    private LocalSocket open(String user, SocketListener listener) {
        byte[] claims = ("{\"sub\":\"" + user + "\"}").getBytes(StandardCharsets.UTF_8);
        Headers headers = new Headers()
                .set("sec-websocket-protocol", Handshake.SUBPROTOCOL)
                .set(
                        Handshake.CLAIMS_HEADER,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(claims));
        TestSocket end = host.connect(Request.of("GET", "https://object.test/", headers, null));
        LocalSocket socket = new LocalSocket(end, listener);
        sockets.add(socket);
        return socket;
    }

    /** Breaks every connection. Those that are tried while the network is away fail. */
    void goOffline() {
        isOnline = false;
        dropAll();
    }

    void goOnline() {
        isOnline = true;
    }

    /** Breaks every connection; what was under way is lost. */
    void dropAll() {
        sockets.forEach(LocalSocket::drop);
    }

    /** Breaks one connection, if there is any. */
    void dropOne() {
        if (!sockets.isEmpty()) {
            sockets.get(random.nextInt(sockets.size())).drop();
        }
    }

    /** Lets everything happen that needs no time. */
    void settle() {
        for (int step = 0; step < MAX_STEPS; step++) {
            host.clock().advance(Duration.ZERO);
            if (!step()) {
                return;
            }
        }
        throw new AssertionError("The world does not come to rest.");
    }

    /** Lets at most so many things happen, and leaves the rest under way. */
    void steps(int count) {
        for (int step = 0; step < count; step++) {
            host.clock().advance(Duration.ZERO);
            step();
        }
    }

    private boolean step() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            return true;
        }
        for (LocalSocket socket : List.copyOf(sockets)) {
            if (socket.receive()) {
                return true;
            }
        }
        return false;
    }

    /** Lets time pass. */
    void advance(Duration duration) {
        long end = host.clock().millis() + duration.toMillis();
        settle();
        for (long next = timers.nextMillis(); next <= end; next = timers.nextMillis()) {
            host.clock()
                    .advance(Duration.ofMillis(Math.max(0, next - host.clock().millis())));
            settle();
            while (timers.fire()) {
                settle();
            }
        }
        host.clock().advance(Duration.ofMillis(end - host.clock().millis()));
        settle();
    }

    /** What a future is done with, after all that needs no time. */
    <R> R settled(CompletableFuture<R> future) {
        settle();
        if (!future.isDone()) {
            throw new AssertionError("It is not done.");
        }
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** A write of the object's own. */
    void write(String query, Object... bindings) {
        host.run(shelf -> shelf.write(query, bindings));
    }

    @Override
    public void close() {
        host.close();
    }

    /** What is dialed while there is no network. */
    private static final class Nowhere implements Socket {
        @Override
        public void send(byte[] frame) {}

        @Override
        public void send(String text) {}

        @Override
        public void close(int code, String reason) {}
    }
}
