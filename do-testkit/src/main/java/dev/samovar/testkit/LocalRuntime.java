package dev.samovar.testkit;

import dev.samovar.workers.Crypto;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Env;
import dev.samovar.workers.Fetcher;
import dev.samovar.workers.Json;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What the objects and Workers of one test share: one clock, one order of events, one console, one source of
 * randomness.
 *
 * <pre>{@code
 * try (var runtime = LocalRuntime.create()) {
 *     var env = new TestEnv();
 *     var rooms = runtime.namespace("ChatRoom", ChatRoom::new, env);
 *     env.namespace("CHAT_ROOM", rooms);
 *     var worker = runtime.worker(new ChatWorker(), ChatEnv.of(env));
 *     var socket = worker.connect(Request.get("https://chat.example/sync/lobby"));
 *     rooms.host("lobby").evict(WebSockets.HIBERNATE);
 * }
 * }</pre>
 */
public final class LocalRuntime implements AutoCloseable {
    /** Where the clock stands at first, unless told otherwise. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    /** The seed of randomness, unless told otherwise. */
    public static final long DEFAULT_SEED = 1;

    private final EventLoop loop = new EventLoop();
    private final HandClock clock;
    private final RecordingConsole console = new RecordingConsole();
    private final Crypto crypto;
    private final Json json = new GsonJson();
    private final List<DurableObjectHost<?>> hosts = new ArrayList<>();
    private Fetcher network = request -> {
        throw new PlatformException(
                "TypeError",
                "Nothing answers " + request.url() + " here. Say what does with LocalRuntime.network(...).",
                null,
                null);
    };

    private LocalRuntime(Instant start, long seed) {
        this.clock = new HandClock(loop, start);
        this.crypto = new SeededCrypto(new Random(seed));
    }

    /** A runtime that begins at {@link #DEFAULT_START} with {@link #DEFAULT_SEED}. */
    public static LocalRuntime create() {
        return create(DEFAULT_START, DEFAULT_SEED);
    }

    public static LocalRuntime create(Instant start, long seed) {
        return new LocalRuntime(start, seed);
    }

    public HandClock clock() {
        return clock;
    }

    public RecordingConsole console() {
        return console;
    }

    /** The Crypto that objects and Workers see. */
    public Crypto crypto() {
        return crypto;
    }

    /** The Json that objects and Workers see. */
    public Json json() {
        return json;
    }

    /** Says what answers outgoing requests. It runs in the event that asks and may wait. */
    public void network(Fetcher fetcher) {
        network = fetcher;
    }

    /**
     * A namespace whose objects are made on demand.
     *
     * @param className the class's name, which the ids depend on
     */
    public <T extends DurableObject> DurableObjectHosts<T> namespace(
            String className, Supplier<? extends T> factory, Env env) {
        return new DurableObjectHosts<>(this, className, factory, env);
    }

    /** A Worker, to send requests to. */
    public <E> WorkerHost<E> worker(Worker<E> worker, E env) {
        return new WorkerHost<>(this, worker, env);
    }

    Fetcher network() {
        return network;
    }

    EventLoop loop() {
        return loop;
    }

    void add(DurableObjectHost<?> host) {
        hosts.add(host);
    }

    /**
     * Ends every object.
     *
     * @throws IllegalStateException if a handler threw something that the test did not look at, see
     *     {@link DurableObjectHost#uncaught}
     */
    @Override
    public void close() {
        try {
            close(List.copyOf(hosts));
        } finally {
            loop.close();
        }
    }

    void close(List<DurableObjectHost<?>> closing) {
        List<Throwable> uncaught = new ArrayList<>();
        for (DurableObjectHost<?> host : closing) {
            if (hosts.remove(host)) {
                host.shutDown();
            }
            uncaught.addAll(host.uncaught());
        }
        if (!uncaught.isEmpty()) {
            IllegalStateException unseen = new IllegalStateException(
                    "A handler threw " + uncaught.get(0) + ", and the test did not ask for it. If it is meant to throw,"
                            + " assert on DurableObjectHost.uncaught().",
                    uncaught.get(0));
            uncaught.stream().skip(1).forEach(unseen::addSuppressed);
            throw unseen;
        }
    }
}
