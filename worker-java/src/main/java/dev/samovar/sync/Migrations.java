package dev.samovar.sync;

import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps that made the object's schema what it is, oldest first. Each runs once in the life of an object; a new
 * version of the class adds steps behind the old ones and never changes one that was deployed. After a step has run,
 * every client starts from a new snapshot. A column that is synced can only be dropped in a step.
 */
public final class Migrations {
    private record Step(String name, List<String> statements) {}

    private final List<Step> steps = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Migrations() {}

    /**
     * Adds a step.
     *
     * @param name recorded in the object when the step has run
     * @throws IllegalStateException if an earlier step has the name
     */
    public Migrations step(String name, String... statements) {
        if (!names.add(name)) {
            throw new IllegalStateException(
                    "Two migration steps are named " + name + ". Give the newer one another name.");
        }
        steps.add(new Step(name, List.of(statements)));
        return this;
    }

    /**
     * Runs the steps that have not run yet, all in one transaction: after a failure the object is as it was. What they
     * do to rows is not in the log.
     *
     * @return whether there was one
     */
    boolean run(DurableObjectStorage storage, long nowMillis) {
        Set<String> applied = applied(storage);
        if (applied.containsAll(names)) {
            return false;
        }
        storage.transactionSync(() -> {
            Capture.drop(storage.sql());
            for (Step step : steps) {
                if (applied.add(step.name)) {
                    run(step, storage, nowMillis);
                }
            }
            return applied;
        });
        return true;
    }

    private static void run(Step step, DurableObjectStorage storage, long nowMillis) {
        try {
            for (String statement : step.statements) {
                storage.sql().exec(statement);
            }
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Migration step " + step.name + " failed: " + e.getMessage()
                            + ". Nothing was changed. Mend the step; it runs again when the object is next used.",
                    e);
        }
        storage.sql().exec("INSERT INTO _sync_migrations (name, applied_at) VALUES (?, ?)", step.name, nowMillis);
    }

    private static Set<String> applied(DurableObjectStorage storage) {
        Set<String> applied = new HashSet<>();
        SqlCursor cursor = storage.sql().exec("SELECT name FROM _sync_migrations");
        while (cursor.next()) {
            applied.add(cursor.getString(0));
        }
        return applied;
    }
}
