package dev.samovar.testkit;

import dev.samovar.workers.AlarmInvocationInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object's one alarm. Its time lies in the database, where a rolled back transaction takes it back; when to try
 * again after a failure is known here only, as it is to the runtime. While an alarm runs its time counts as deleted,
 * unless the handler sets another.
 */
final class AlarmSlot {
    private static final long FIRST_RETRY_MILLIS = 2_000;
    private static final int MAX_RETRIES = 6;

    private final DurableObjectHost<?> host;
    private final Database database;
    private final HandClock clock;
    private HandClock.@Nullable Entry entry;
    private @Nullable Long runningFor;
    private boolean wasTouched;
    private boolean isStale = true;
    private int failures;
    private long retryAtMillis;

    AlarmSlot(DurableObjectHost<?> host, Database database, HandClock clock) {
        this.host = host;
        this.database = database;
        this.clock = clock;
    }

    /** What the object sees. */
    @Nullable
    Long visibleTime() {
        return runningFor != null && !wasTouched ? null : database.alarm();
    }

    /** The object sets or deletes its alarm, in the transaction of its turn. */
    void set(@Nullable Long timeMillis) {
        database.alarm(timeMillis);
        wasTouched = true;
        isStale = true;
        if (runningFor == null) {
            failures = 0;
        }
    }

    /** The database has been rolled back, and the time with it. */
    void refresh() {
        isStale = true;
    }

    /** The database is another one now. */
    void replaced() {
        ended(0);
        schedule();
    }

    /** Sets the clock to what is committed. */
    void schedule() {
        if (!isStale || runningFor != null) {
            return;
        }
        isStale = false;
        cancel();
        Long time = database.alarm();
        if (time != null) {
            entry = clock.at(failures > 0 ? retryAtMillis : time, this::ring);
        }
    }

    void cancel() {
        if (entry != null) {
            clock.cancel(entry);
            entry = null;
        }
    }

    private void ring() {
        entry = null;
        host.deliver(new ObjectEvent.Alarm(this));
    }

    /** When it will run, or {@code null}. */
    @Nullable
    Long dueMillis() {
        return entry == null ? null : Long.valueOf(entry.dueMillis());
    }

    void run(ObjectInstance instance) {
        Long time = database.alarm();
        if (time == null) {
            return;
        }
        runningFor = time;
        wasTouched = false;
        instance.object().alarm(new AlarmInvocationInfo(failures > 0, failures, time));
        if (!wasTouched) {
            instance.writes();
            database.alarm(null);
        }
        ended(0);
    }

    /** The handler threw: the alarm stays and runs again, unless the handler has set another. */
    void failed() {
        if (wasTouched) {
            ended(0);
        } else if (failures == MAX_RETRIES) {
            host.writes();
            database.alarm(null);
            ended(0);
        } else {
            retryAtMillis = clock.millis() + (FIRST_RETRY_MILLIS << failures);
            ended(failures + 1);
        }
    }

    /** The object died, perhaps while its alarm ran. */
    void objectDied() {
        isStale = true;
        if (runningFor != null) {
            wasTouched = !Objects.equals(database.alarm(), runningFor);
            failed();
        }
        schedule();
    }

    private void ended(int failuresNow) {
        failures = failuresNow;
        runningFor = null;
        isStale = true;
    }
}
