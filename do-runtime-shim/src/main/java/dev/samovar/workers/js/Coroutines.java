package dev.samovar.workers.js;

import dev.samovar.workers.Task;
import org.jspecify.annotations.Nullable;
import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Runs Java that may wait. TeaVM compiles such code into coroutines, which it calls threads.
 *
 * <pre>
 *   start(body) ── nothing of Java runs ──> main() ──> body ──> await ──> start returns a promise
 *        │                                               └──> end ────> start returns the value
 *        └── a coroutine is on the stack ──> microtask ──> main() ──> ...
 * </pre>
 *
 * <p>{@code new Thread(body).start()} would begin in a later turn of the event loop and lose the order of events. The
 * exported {@code main} begins at once, so a start puts its body into a static slot and calls {@code main}, which takes
 * it out again. TeaVM refuses to start a coroutine while another is on the stack, and tells nobody whether one is; so
 * the second static mirrors that. Both say only what is on the JavaScript stack right now and are idle whenever it is
 * empty: they carry nothing from one event, or one Durable Object, to another.
 */
final class Coroutines {
    /** What a coroutine runs. An interface of its own: whoever calls it becomes a coroutine too. */
    @FunctionalInterface
    interface Body {
        /** Does the work and returns what the JavaScript side gets. */
        @Nullable
        JSObject run();
    }

    private static @Nullable Coroutine next;
    private static boolean isRunning;

    private final JSObject main;
    private int openTransactions;

    Coroutines(JSObject main) {
        this.main = main;
    }

    /** Called by the application's {@code main}, in the coroutine that {@code main} is. */
    static void runNext() {
        Coroutine coroutine = next;
        if (coroutine == null) {
            throw new IllegalStateException(
                    "main() was called, but there is nothing to run. Only dev.samovar.workers.js.Entry calls it.");
        }
        next = null;
        isRunning = true;
        try {
            coroutine.run();
        } finally {
            isRunning = false;
        }
    }

    /**
     * Starts the body: at once, up to its first wait, unless a coroutine or a transaction is on the stack; then in a
     * microtask.
     *
     * @return the body's value if it has ended, otherwise a promise of it. A body that throws gives a rejected promise
     *     of a JavaScript error.
     */
    @Nullable
    JSObject start(Body body) {
        Coroutine coroutine = new Coroutine(body);
        if (isRunning || openTransactions > 0) {
            Promises.queueMicrotask(() -> begin(coroutine));
        } else {
            begin(coroutine);
        }
        return coroutine.outcome();
    }

    /** Starts the task as {@link #start} does. */
    JSObject promise(Task task) {
        return Promises.of(start(() -> {
            task.run();
            return null;
        }));
    }

    private void begin(Coroutine coroutine) {
        next = coroutine;
        try {
            callMain(main);
        } finally {
            next = null;
        }
    }

    /**
     * Waits until the promise is settled. Other events run meanwhile.
     *
     * @throws dev.samovar.workers.PlatformException if it is rejected
     * @throws IllegalStateException inside a transaction
     */
    JSObject await(JSObject promise) {
        if (openTransactions > 0) {
            throw new IllegalStateException("Cannot wait inside transactionSync: what comes after the wait could not be"
                    + " rolled back. Wait before the transaction or after it.");
        }
        Awaited awaited = new Awaited(promise);
        suspend(awaited);
        return awaited.value;
    }

    /** Until {@link #transactionEnded}, waiting is refused and starts are put off. */
    void transactionBegins() {
        openTransactions++;
    }

    void transactionEnded() {
        openTransactions--;
    }

    @Async
    private static native void suspend(Awaited awaited);

    /** TeaVM calls this when the coroutine has left the stack. */
    @SuppressWarnings("unused")
    private static void suspend(Awaited awaited, AsyncCallback<Void> callback) {
        isRunning = false;
        Promises.then(
                awaited.value,
                value -> {
                    isRunning = true;
                    awaited.value = value;
                    callback.complete(null);
                },
                reason -> {
                    isRunning = true;
                    callback.error(Errors.toJava(reason));
                });
    }

    @JSBody(params = "main", script = "main(null);")
    private static native void callMain(JSObject main);

    /**
     * A promise, and later its value. Given to the callback, which takes Java's objects, a value of JavaScript would be
     * wrapped and entered in a table of wrappers.
     */
    private static final class Awaited {
        private JSObject value;

        Awaited(JSObject promise) {
            value = promise;
        }
    }

    /** One started body and what became of it. */
    private static final class Coroutine {
        private final Body body;
        private @Nullable JSObject value;
        private @Nullable JSObject error;
        private boolean hasEnded;
        private Promises.@Nullable Deferred deferred;

        Coroutine(Body body) {
            this.body = body;
        }

        void run() {
            try {
                value = body.run();
            } catch (Throwable thrown) {
                error = Errors.toJs(thrown);
            }
            hasEnded = true;
            if (deferred != null) {
                settle(deferred);
            }
        }

        @Nullable
        JSObject outcome() {
            if (hasEnded && error == null) {
                return value;
            }
            deferred = Promises.newDeferred();
            if (hasEnded) {
                settle(deferred);
            }
            return deferred.getPromise();
        }

        private void settle(Promises.Deferred deferred) {
            JSObject reason = error;
            if (reason == null) {
                deferred.resolve(value);
            } else {
                deferred.reject(reason);
            }
        }
    }
}
