package dev.samovar.workers.js;

import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** {@code ctx.storage}. */
final class JsDurableObjectStorage implements DurableObjectStorage {
    interface NativeStorage extends JSObject {
        @JSProperty
        JSObject getSql();

        void transactionSync(Closure closure);

        JSObject getAlarm();

        JSObject setAlarm(double timeMillis);

        JSObject deleteAlarm();

        JSObject deleteAll();
    }

    @JSFunctor
    interface Closure extends JSObject {
        void run();
    }

    private final Coroutines coroutines;
    private final NativeStorage storage;
    private final SqlStorage sql;

    JsDurableObjectStorage(Coroutines coroutines, JSObject storage) {
        this.coroutines = coroutines;
        this.storage = (NativeStorage) storage;
        this.sql = new JsSqlStorage(this.storage.getSql());
    }

    @Override
    public SqlStorage sql() {
        return sql;
    }

    @Override
    public <T extends @Nullable Object> T transactionSync(Transaction<T> body) {
        RunningTransaction<T> transaction = new RunningTransaction<>(body);
        coroutines.transactionBegins();
        try {
            storage.transactionSync(transaction::run);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        } finally {
            coroutines.transactionEnded();
        }
        return transaction.result;
    }

    @Override
    public @Nullable Long getAlarm() {
        JSObject time = coroutines.await(call(NativeStorage::getAlarm));
        return isNull(time) ? null : (long) number(time);
    }

    @Override
    public void setAlarm(long timeMillis) {
        if (timeMillis <= 0) {
            throw new IllegalArgumentException(
                    "Cannot set an alarm to " + timeMillis + ": the time counts milliseconds since 1970.");
        }
        logRejection("Cannot set the alarm.", call(storage -> storage.setAlarm((double) timeMillis)));
    }

    @Override
    public void deleteAlarm() {
        logRejection("Cannot delete the alarm.", call(NativeStorage::deleteAlarm));
    }

    @Override
    public void deleteAll() {
        coroutines.await(call(NativeStorage::deleteAll));
    }

    /**
     * For what is not waited for. workerd itself resets an object whose writes fail; what comes here is a refusal, such
     * as that of an alarm in a class without a handler for it.
     */
    private static void logRejection(String message, JSObject promise) {
        Promises.onRejection(promise, reason -> new JsConsole().error(message, Errors.toJava(reason)));
    }

    private JSObject call(Call call) {
        try {
            return call.on(storage);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @FunctionalInterface
    private interface Call {
        JSObject on(NativeStorage storage);
    }

    /** Keeps the result on the Java side. */
    private static final class RunningTransaction<T extends @Nullable Object> {
        private final Transaction<T> body;

        @SuppressWarnings("NullAway.Init") // run() sets it, or the transaction throws
        private T result;

        RunningTransaction(Transaction<T> body) {
            this.body = body;
        }

        void run() {
            result = body.run();
        }
    }

    @JSBody(params = "value", script = "return value === null;")
    private static native boolean isNull(JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native double number(JSObject value);
}
