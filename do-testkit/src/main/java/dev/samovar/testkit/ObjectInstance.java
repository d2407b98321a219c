package dev.samovar.testkit;

import dev.samovar.workers.Callback;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Task;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One life of an object, from its construction to its eviction. It is what the object sees of its runtime; whatever the
 * object still calls after its end throws {@link ObjectGone}.
 */
final class ObjectInstance implements DurableObjectState, EventLoop.Owner, ServerSocket.Holder {
    private static final long MAX_BLOCKED_MILLIS = 30_000;

    private final DurableObjectHost<?> host;
    private final DurableObject object;
    private final OutputGate gate;
    private final InstanceStorage storage;
    private final TestScope scope;
    private final Map<SocketLink, ServerSocket> sockets = new HashMap<>();
    private final Set<Deferred<?>> expectedAnswers = new LinkedHashSet<>();
    private int blockers;
    private @Nullable String abortReason;
    private @Nullable ObjectGone gone;

    ObjectInstance(DurableObjectHost<?> host, DurableObject object) {
        this.host = host;
        this.object = object;
        this.gate = new OutputGate(host.database());
        this.storage = new InstanceStorage(this, host, gate);
        this.scope = new TestScope(host.runtime(), new ScopeOwner());
    }

    // What the object sees.

    @Override
    public DurableObjectId id() {
        return host.id();
    }

    @Override
    public DurableObjectStorage storage() {
        return storage;
    }

    @Override
    public GlobalScope globalScope() {
        return scope;
    }

    @Override
    public void waitUntil(Task task) {
        enter();
        start(task);
    }

    @Override
    public void blockConcurrencyWhile(Task task) {
        enter();
        blockers++;
        HandClock clock = host.runtime().clock();
        HandClock.Entry limit = clock.after(
                MAX_BLOCKED_MILLIS,
                () -> die("A call to blockConcurrencyWhile() waited for too long.", WebSockets.CLOSE, null));
        startNow(() -> {
            try {
                task.run();
            } catch (ObjectGone dropped) {
                throw dropped;
            } catch (RuntimeException | Error error) {
                die(String.valueOf(error.getMessage()), WebSockets.CLOSE, error);
            } finally {
                clock.cancel(limit);
                blockers--;
            }
            host.deliverHeld();
        });
    }

    @Override
    public void acceptWebSocket(WebSocket socket, String... tags) {
        enter();
        SocketChecks.checkTags(tags);
        if (!(socket instanceof ServerSocket server)) {
            throw new IllegalArgumentException(
                    "Only the server's half of a pair can be accepted. Pass pair.server(), and return pair.client().");
        }
        if (server.link().isAccepted()) {
            throw new PlatformException("Error", "The WebSocket was accepted already. Accept it once.", null, null);
        }
        server.link().accept(host, List.of(tags));
        host.sockets().add(server.link());
    }

    @Override
    public List<WebSocket> getWebSockets() {
        enter();
        return host.sockets().links().stream().map(this::asSeen).toList();
    }

    @Override
    public List<WebSocket> getWebSockets(String tag) {
        enter();
        return host.sockets().links().stream()
                .filter(link -> link.tags().contains(tag))
                .map(this::asSeen)
                .toList();
    }

    @Override
    public List<String> getTags(WebSocket socket) {
        enter();
        if (!(socket instanceof ServerSocket server) || !server.link().isAccepted()) {
            throw new PlatformException(
                    "Error", "Only a socket that was accepted with acceptWebSocket() has tags.", null, null);
        }
        return server.link().tags();
    }

    @Override
    public void setWebSocketAutoResponse(String request, String response) {
        enter();
        SocketChecks.checkAutoResponse(request, response);
        host.sockets().autoResponse(request, response);
    }

    @Override
    public void abort(String reason) {
        enter();
        abortReason = reason;
    }

    // What the testkit's other parts call.

    DurableObject object() {
        return object;
    }

    /** Checks that the object's code may use its runtime now. */
    @Override
    public void enter() {
        if (gone != null) {
            throw new ObjectGone(gone);
        }
        Coroutine current = Coroutine.require("use a Durable Object's runtime");
        if (current.owner() != this) {
            throw new IllegalStateException(
                    "This part of the runtime belongs to another Durable Object, or to an earlier"
                            + " life of it. Take it from ctx() and keep it in no static field.");
        }
    }

    /** The same Java object for the same socket. */
    ServerSocket socket(SocketLink link) {
        return sockets.computeIfAbsent(link, unknown -> new ServerSocket(this, unknown));
    }

    /** The socket's last event has been delivered. */
    void forget(SocketLink link) {
        host.sockets().remove(link);
    }

    private WebSocket asSeen(SocketLink link) {
        return socket(link);
    }

    /** Starts a task in the object's name; it belongs to this turn up to its first wait. */
    void start(Task task) {
        startNow(() -> {
            try {
                task.run();
            } catch (ObjectGone dropped) {
                throw dropped;
            } catch (RuntimeException | Error error) {
                host.uncaught(error);
            }
        });
    }

    private void startNow(Runnable body) {
        host.runtime().loop().startNow(body);
        if (gone != null) {
            throw new ObjectGone(gone);
        }
    }

    /** Whether nothing keeps it in memory: no timer, no handler or task that waits. */
    boolean canHibernate() {
        return !scope.hasTimers() && !host.runtime().loop().isWaiting(this);
    }

    boolean isBlocked() {
        return blockers > 0;
    }

    /** Does something that others can see, when the writes before it are committed. */
    @Override
    public void output(Runnable effect) {
        gate.send(effect);
    }

    /** The object is about to write. */
    void writes() {
        gate.write();
    }

    /** Somebody waits for the answer, and must hear of the object's death. */
    void expectsAnswer(Deferred<?> answer) {
        expectedAnswers.add(answer);
    }

    <R> void answer(Deferred<R> answer, R value) {
        if (expectedAnswers.remove(answer)) {
            answer.complete(value);
        }
    }

    void fail(Deferred<?> answer, Throwable error) {
        if (expectedAnswers.remove(answer)) {
            answer.fail(error);
        }
    }

    /** Counts a moment at which a crash may have been ordered; throws if it comes. */
    void passCrashPoint(CrashPoint.Moment moment) {
        Crash crash = host.crashAt(moment);
        if (crash != null) {
            throw die("The Durable Object has crashed (" + crash + ").", crash.webSockets(), null);
        }
    }

    @Override
    public void endTurn() {
        if (gone != null) {
            return;
        }
        if (abortReason != null) {
            die(abortReason, WebSockets.CLOSE, null);
            return;
        }
        try {
            commitTurn();
        } catch (ObjectGone crashed) {
            return;
        }
        storage.endTurn();
        gate.open();
        host.alarm().schedule();
    }

    private void commitTurn() {
        boolean hasWritten = gate.hasWritten();
        if (hasWritten) {
            passCrashPoint(CrashPoint.Moment.BEFORE_COMMIT);
        }
        try {
            host.database().commit();
        } catch (PlatformException refused) {
            host.uncaught(refused);
            throw die("The writes could not be committed: " + refused.getMessage(), WebSockets.CLOSE, refused);
        }
        if (hasWritten) {
            passCrashPoint(CrashPoint.Moment.AFTER_COMMIT);
        }
    }

    /**
     * Ends this life: what is not committed is rolled back, what was to be sent after it is not sent, and the code that
     * waits unwinds.
     *
     * @return what the running code should throw
     */
    ObjectGone die(String reason, WebSockets webSockets, @Nullable Throwable cause) {
        if (gone != null) {
            return new ObjectGone(gone);
        }
        ObjectGone end = new ObjectGone(reason, cause);
        gone = end;
        host.database().reopen();
        gate.shut();
        scope.cancelTimers();
        host.runtime().loop().killAll(this, reason);
        host.instanceDied(this, webSockets);
        List.copyOf(expectedAnswers).forEach(answer -> answer.fail(end.toCallers()));
        expectedAnswers.clear();
        return end;
    }

    private final class ScopeOwner implements TestScope.Owner {
        @Override
        public void enter() {
            ObjectInstance.this.enter();
        }

        @Override
        public void fire(Callback callback) {
            if (gone == null) {
                host.deliver(new ObjectEvent.Timer(ObjectInstance.this, callback));
            }
        }

        @Override
        public WebSocketPair newWebSocketPair() {
            SocketLink link = new SocketLink();
            return new WebSocketPair(new ClientSocket(link), socket(link));
        }
    }
}
