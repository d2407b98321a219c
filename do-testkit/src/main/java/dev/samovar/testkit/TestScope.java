package dev.samovar.testkit;

import dev.samovar.workers.Callback;
import dev.samovar.workers.Console;
import dev.samovar.workers.Crypto;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Json;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.TextEncoding;
import dev.samovar.workers.Timeout;
import dev.samovar.workers.WebSocketPair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The global scope of one instance of an object, or of a Worker. */
final class TestScope implements GlobalScope {
    /** Whoever the scope belongs to. */
    interface Owner {
        /** Throws if its code must not run now. */
        void enter();

        /** Called at a timer's time, on the test's thread. */
        void fire(Callback callback);

        WebSocketPair newWebSocketPair();
    }

    private final LocalRuntime runtime;
    private final Owner owner;
    private final List<Timer> timers = new ArrayList<>();

    TestScope(LocalRuntime runtime, Owner owner) {
        this.runtime = runtime;
        this.owner = owner;
    }

    @Override
    public long currentTimeMillis() {
        return runtime.clock().millis();
    }

    @Override
    public Timeout setTimeout(Callback callback, long delayMillis) {
        owner.enter();
        Timer timer = new Timer(callback);
        timer.entry = runtime.clock().after(Math.max(0, delayMillis), timer::fire);
        timers.add(timer);
        return timer;
    }

    boolean hasTimers() {
        return !timers.isEmpty();
    }

    void cancelTimers() {
        List.copyOf(timers).forEach(Timer::clear);
    }

    private final class Timer implements Timeout {
        private final Callback callback;
        private HandClock.@Nullable Entry entry;

        Timer(Callback callback) {
            this.callback = callback;
        }

        void fire() {
            timers.remove(this);
            owner.fire(callback);
        }

        @Override
        public void clear() {
            if (entry != null && timers.remove(this)) {
                runtime.clock().cancel(entry);
            }
        }
    }

    @Override
    public Crypto crypto() {
        return runtime.crypto();
    }

    @Override
    public Json json() {
        return runtime.json();
    }

    @Override
    public TextEncoding textEncoding() {
        return new JvmTextEncoding();
    }

    @Override
    public Console console() {
        return runtime.console();
    }

    @Override
    public WebSocketPair newWebSocketPair() {
        owner.enter();
        return owner.newWebSocketPair();
    }

    @Override
    public Response fetch(Request request) {
        owner.enter();
        Coroutine.yieldToOthers();
        return runtime.network().fetch(request);
    }
}
