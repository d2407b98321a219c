package dev.samovar.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what an object sends until its turn has ended and its writes are committed. A turn is the code from the
 * start of an event, or from the end of a wait, to the next wait or the end.
 *
 * <p>A handler that throws has ended its turn as any other: what it wrote and sent stays, as in workerd. Only the
 * object's death drops what the gate holds.
 */
final class OutputGate {
    private final Database database;
    private final List<Runnable> held = new ArrayList<>();
    private boolean hasWritten;

    OutputGate(Database database) {
        this.database = database;
    }

    /** The object is about to write. */
    void write() {
        database.begin();
        hasWritten = true;
    }

    boolean hasWritten() {
        return hasWritten;
    }

    void send(Runnable effect) {
        held.add(effect);
    }

    /** The turn's writes are committed. */
    void open() {
        List<Runnable> now = List.copyOf(held);
        shut();
        now.forEach(Runnable::run);
    }

    /** The turn's writes are lost, or nobody can tell any more whether they are. */
    void shut() {
        held.clear();
        hasWritten = false;
    }
}
