package dev.samovar.testkit;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.Env;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one Durable Object for a test. The host owns what is durable: the SQLite database, the alarm, the sockets with
 * attachments and tags. The object itself is built on the first event and after each eviction, and calls of the test
 * return when every event they caused has ended or waits.
 *
 * <pre>{@code
 * try (var room = DurableObjectHost.of(ChatRoom::new)) {
 *     var socket = room.connect(Request.get("https://room.example/"));
 *     socket.send("hello");
 *     room.evict(WebSockets.HIBERNATE);
 *     socket.send("still there?");
 *     assertThat(socket.drainTexts()).containsExactly("welcome", "yes");
 * }
 * }</pre>
 *
 * <p>Not modelled: billing ({@code rowsRead} and {@code rowsWritten} are 0), CPU and memory limits, hibernation by
 * itself (a test evicts), and that workerd ends a dropped object's code without running {@code finally}.
 */
public final class DurableObjectHost<T extends DurableObject> implements AutoCloseable {
    private final LocalRuntime runtime;
    private final boolean ownsRuntime;
    private final Supplier<? extends T> factory;
    private final DurableObjectId id;
    private final Env env;
    private final Database database;
    private final AlarmSlot alarm;
    private final SocketTable sockets = new SocketTable();
    private final Deque<ObjectEvent> inbox = new ArrayDeque<>();
    private final List<Throwable> uncaught = new ArrayList<>();
    private @Nullable Life<T> life;
    private @Nullable Crash crash;
    private int wakes;
    private int events;

    private record Life<T>(T object, ObjectInstance instance) {}

    DurableObjectHost(HostBuilder<T> builder) {
        this.ownsRuntime = builder.runtime == null;
        this.runtime = builder.runtime == null ? LocalRuntime.create(builder.start, builder.seed) : builder.runtime;
        this.factory = builder.factory;
        this.id = builder.id;
        this.env = builder.env;
        this.database = Database.open(builder.file);
        this.alarm = new AlarmSlot(this, database, runtime.clock());
        runtime.add(this);
        alarm.schedule();
    }

    /** A host with a runtime of its own, an empty database in memory and no bindings. */
    public static <T extends DurableObject> DurableObjectHost<T> of(Supplier<? extends T> factory) {
        return DurableObjectHost.<T>builder(factory).start();
    }

    public static <T extends DurableObject> HostBuilder<T> builder(Supplier<? extends T> factory) {
        return new HostBuilder<>(factory);
    }

    // Events.

    /**
     * Sends a request to the object.
     *
     * @return the answer
     * @throws RuntimeException what the handler throws
     * @throws IllegalStateException if the handler waits for something the test has to complete: use
     *     {@link #startFetch}
     * @throws dev.samovar.workers.PlatformException if the object dies before it has answered
     */
    public Response fetch(Request request) {
        return startFetch(request).get();
    }

    /** Sends a request; returns when its handler has ended or waits. */
    public Deferred<Response> startFetch(Request request) {
        Deferred<Response> answer = new Deferred<>();
        deliver(new ObjectEvent.Fetch(request, answer));
        return answer;
    }

    /**
     * Opens a socket: sends an upgrade request and checks that it is accepted.
     *
     * @throws IllegalStateException if the answer is not status 101 with a socket that the object has accepted
     */
    public TestSocket connect(Request request) {
        return Upgrade.accepted(fetch(Upgrade.of(request)));
    }

    /**
     * Runs the pending alarm. If it is not due yet, the clock moves to its time first, which fires the timers before
     * it. A failed alarm is pending again, 2 s after its first failure, 4 s after its second, and so on, 6 times.
     *
     * @return false if no alarm is pending
     */
    public boolean runAlarm() {
        Long due = alarm.dueMillis();
        if (due == null) {
            return false;
        }
        clock().advanceTo(due);
        return true;
    }

    /** Runs code of the test inside the object, as an event: it may use the object's storage, and wait. */
    public void run(Consumer<? super T> code) {
        Deferred<Boolean> done = new Deferred<>();
        deliver(new ObjectEvent.Call(instance -> code.accept(instance()), done));
        done.get();
    }

    /** Runs code of the test inside the object, as an event, and returns what it returns, which must not be null. */
    public <R> R call(Function<? super T, ? extends R> code) {
        List<R> results = new ArrayList<>();
        run(object -> results.add(Objects.requireNonNull(code.apply(object))));
        return results.get(0);
    }

    // Lives.

    /**
     * Drops the instance, as the runtime does when it needs the memory or a new version is deployed. Fields, timers and
     * waiting handlers are lost, requests that were not answered fail; the next event builds a new instance.
     */
    public void evict(WebSockets webSockets) {
        drop("The Durable Object was evicted.", webSockets);
        runtime.loop().settle();
    }

    private void drop(String reason, WebSockets webSockets) {
        if (life != null) {
            life.instance.die(reason, webSockets, null);
        } else {
            sockets.evict(webSockets);
        }
    }

    /** What the object has stored by now, its alarm included. */
    public StorageCopy copyStorage() {
        runtime.loop().settle();
        return new StorageCopy(database.copy());
    }

    /**
     * Gives the object what it, or another one, had stored when the copy was made, as a point-in-time recovery does.
     * The instance is dropped as by {@link #evict}.
     */
    public void restoreStorage(StorageCopy copy, WebSockets webSockets) {
        replaceStorage("The Durable Object's storage was restored.", webSockets, () -> database.restore(copy.bytes()));
    }

    /** Takes everything the object has stored, its alarm included. The instance is dropped as by {@link #evict}. */
    public void wipeStorage(WebSockets webSockets) {
        replaceStorage("The Durable Object's storage was wiped.", webSockets, () -> {
            database.begin();
            database.deleteAll();
            database.commit();
        });
    }

    private void replaceStorage(String reason, WebSockets webSockets, Runnable replacement) {
        runtime.loop().settle();
        drop(reason, webSockets);
        replacement.run();
        alarm.replaced();
        runtime.loop().settle();
    }

    /**
     * Orders the object's death at a point to come, in place of one that was ordered before. What is not committed then
     * is rolled back, and what was sent after the first write of the turn is never seen by anyone.
     */
    public Crash crash(CrashPoint point, WebSockets webSockets) {
        Crash ordered = new Crash(point, webSockets);
        crash = ordered;
        return ordered;
    }

    /** Builds the instance if there is none, without another event. */
    public void wake() {
        run(object -> {});
    }

    public boolean isAwake() {
        return life != null;
    }

    /**
     * The current instance. Its methods that use the runtime are called through {@link #run} or {@link #call}.
     *
     * @throws IllegalStateException if there is none: before the first event and after an eviction
     */
    public T instance() {
        if (life == null) {
            throw new IllegalStateException("The object is not in memory. Send it an event first, or call wake().");
        }
        return life.object;
    }

    /** Whether nothing would keep the runtime from hibernating the object: no timer, no handler or task that waits. */
    public boolean canHibernate() {
        return life == null || life.instance.canHibernate();
    }

    /** How many instances have been built. */
    public int wakes() {
        return wakes;
    }

    /** How many events the object has got: requests, messages, closes, alarms, timers. An auto-response is none. */
    public int events() {
        return events;
    }

    // A look inside.

    /** The database, for a test to look into. Each statement stands alone, and is not counted for a crash. */
    public SqlStorage sql() {
        return new JdbcSqlStorage(database, JdbcSqlStorage.UNWATCHED);
    }

    /**
     * Runs something and says how much SQLite works for it: in instructions of its own machine, which are the same on
     * every computer. A bound on them proves what a bound on time can only suggest.
     */
    public long sqliteInstructions(Runnable work) {
        return database.instructionsOf(work);
    }

    public DurableObjectId id() {
        return id;
    }

    public HandClock clock() {
        return runtime.clock();
    }

    public LocalRuntime runtime() {
        return runtime;
    }

    public RecordingConsole console() {
        return runtime.console();
    }

    /** When the pending alarm will run, in milliseconds since 1970, or {@code null}. */
    public @Nullable Long alarmMillis() {
        return alarm.dueMillis();
    }

    /**
     * Takes what handlers, timers and tasks have thrown with nobody to tell. What is not taken fails {@link #close}.
     * What {@code fetch} throws goes to its caller instead.
     */
    public List<Throwable> uncaught() {
        List<Throwable> taken = List.copyOf(uncaught);
        uncaught.clear();
        return taken;
    }

    /**
     * Ends the object, and with it the runtime if it is the host's own.
     *
     * @throws IllegalStateException if a handler threw something that the test did not take from {@link #uncaught}
     */
    @Override
    public void close() {
        if (ownsRuntime) {
            runtime.close();
        } else {
            runtime.close(List.of(this));
        }
    }

    void shutDown() {
        evict(WebSockets.CLOSE);
        alarm.cancel();
        database.close();
    }

    // What the testkit's other parts call.

    void deliver(ObjectEvent event) {
        inbox.addLast(event);
        deliverNext();
    }

    private void deliverNext() {
        runtime.loop().submit(this::runNext);
        runtime.loop().settle();
    }

    /** Delivers what came while the object was blocked. */
    void deliverHeld() {
        inbox.forEach(event -> runtime.loop().submit(this::runNext));
    }

    private void runNext() {
        ObjectEvent event = inbox.pollFirst();
        if (event == null) {
            return;
        }
        ObjectInstance instance;
        try {
            instance = awake();
        } catch (ObjectGone dropped) {
            event.failed(this, dropped.toCallers());
            return;
        } catch (RuntimeException | Error error) {
            event.failed(this, error);
            return;
        }
        if (instance.isBlocked()) {
            inbox.addFirst(event);
            return;
        }
        if (!event.isFor(instance)) {
            return;
        }
        events++;
        try {
            event.run(instance);
        } catch (ObjectGone dropped) {
            throw dropped;
        } catch (RuntimeException | Error error) {
            event.failed(this, error);
        }
    }

    private ObjectInstance awake() {
        Coroutine current = Coroutine.require("wake the object");
        if (life != null) {
            current.owner(life.instance);
            return life.instance;
        }
        T object = factory.get();
        ObjectInstance instance = new ObjectInstance(this, object);
        life = new Life<>(object, instance);
        wakes++;
        current.owner(instance);
        try {
            current.mustNotWait(
                    "in onStart(). Give what has to wait to blockConcurrencyWhile(...).",
                    () -> object.attach(instance, env));
        } catch (RuntimeException | Error error) {
            instance.die("The Durable Object could not start: " + error, WebSockets.HIBERNATE, error);
            throw error;
        }
        return instance;
    }

    /** Tells a caller of the error, after the writes before it; an object that died has told it already. */
    void fail(Deferred<?> answer, Throwable error) {
        if (life != null) {
            ObjectInstance instance = life.instance;
            instance.output(() -> instance.fail(answer, error));
        } else if (!answer.isDone()) {
            answer.fail(error);
        }
    }

    /** The running instance is about to write; without one the statement stands alone. */
    void writes() {
        if (life != null) {
            life.instance.writes();
        }
    }

    void uncaught(Throwable error) {
        uncaught.add(error);
        console().error("Uncaught in Durable Object " + id.name(), error);
    }

    /** The ordered crash, if this is its moment. */
    @Nullable
    Crash crashAt(CrashPoint.Moment moment) {
        return crash != null && crash.isAt(moment) ? crash : null;
    }

    void instanceDied(ObjectInstance instance, WebSockets webSockets) {
        if (life != null && life.instance == instance) {
            life = null;
        }
        sockets.evict(webSockets);
        alarm.objectDied();
        deliverHeld();
    }

    SocketTable sockets() {
        return sockets;
    }

    Database database() {
        return database;
    }

    AlarmSlot alarm() {
        return alarm;
    }
}
