package dev.samovar.testkit;

import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import org.jspecify.annotations.Nullable;

/** An object's storage, as one instance of it sees it. */
final class InstanceStorage implements DurableObjectStorage, JdbcSqlStorage.Watch {
    private final ObjectInstance instance;
    private final DurableObjectHost<?> host;
    private final Database database;
    private final OutputGate gate;
    private final SqlStorage sql;
    private long turn;

    InstanceStorage(ObjectInstance instance, DurableObjectHost<?> host, OutputGate gate) {
        this.instance = instance;
        this.host = host;
        this.database = host.database();
        this.gate = gate;
        this.sql = new JdbcSqlStorage(database, this);
    }

    @Override
    public SqlStorage sql() {
        return sql;
    }

    @Override
    public <T extends @Nullable Object> T transactionSync(Transaction<T> body) {
        instance.enter();
        database.begin();
        String savepoint = database.savepoint();
        T result;
        try {
            result = Coroutine.require("run a transaction")
                    .withoutWaiting(
                            "inside transactionSync: a body that waits could not be rolled back. Wait before it or after"
                                    + " it.",
                            body::run);
            instance.enter();
        } catch (ObjectGone dropped) {
            throw dropped;
        } catch (RuntimeException | Error error) {
            instance.enter();
            database.rollbackTo(savepoint);
            host.alarm().refresh();
            throw error;
        }
        database.release(savepoint);
        return result;
    }

    @Override
    public @Nullable Long getAlarm() {
        instance.enter();
        Coroutine.yieldToOthers();
        instance.enter();
        return host.alarm().visibleTime();
    }

    @Override
    public void setAlarm(long timeMillis) {
        instance.enter();
        if (timeMillis <= 0) {
            throw new IllegalArgumentException("setAlarm() cannot be called with an alarm time of " + timeMillis
                    + ": it must be above 0. Add the delay to currentTimeMillis().");
        }
        if (!handlesAlarms(instance.object().getClass())) {
            throw new PlatformException(
                    "TypeError",
                    "Your Durable Object class must have an alarm() handler in order to call setAlarm(). Override alarm().",
                    null,
                    null);
        }
        gate.write();
        host.alarm().set(timeMillis);
    }

    private static boolean handlesAlarms(Class<? extends DurableObject> type) {
        try {
            return type.getMethod("alarm", AlarmInvocationInfo.class).getDeclaringClass() != DurableObject.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("DurableObject has a public method alarm, which " + type + " inherits.", e);
        }
    }

    @Override
    public void deleteAlarm() {
        instance.enter();
        gate.write();
        host.alarm().set(null);
    }

    @Override
    public void deleteAll() {
        instance.enter();
        Coroutine.requireMayWait();
        gate.write();
        database.deleteAll();
        host.alarm().set(null);
    }

    /** The turn is over: cursors made in it can no longer be read. */
    void endTurn() {
        turn++;
    }

    @Override
    public void beforeExec() {
        instance.enter();
    }

    @Override
    public void beforeStatement(boolean mayWrite) {
        instance.passCrashPoint(CrashPoint.Moment.STATEMENT);
        database.begin();
        if (mayWrite) {
            gate.write();
        }
    }

    @Override
    public Runnable cursorCheck() {
        long turnOfCursor = turn;
        return () -> {
            instance.enter();
            if (turn != turnOfCursor) {
                throw new IllegalStateException("The handler has waited since the statement ran, and its cursor may be"
                        + " stale. Read the cursor before waiting, for example with toList().");
            }
        };
    }
}
