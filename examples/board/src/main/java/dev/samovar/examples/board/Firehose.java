package dev.samovar.examples.board;

import dev.samovar.workers.GlobalScope;
import java.util.function.IntConsumer;

/**
 * Asks for many changes at a steady rate, for a while. It ends by itself, and with the instance of the object, because
 * nothing of it is stored.
 */
final class Firehose {
    static final int SECONDS = 10;
    static final int PER_SECOND = 200;

    /** The object's alarm is for seconds and more; timers take a tenth. */
    private static final int BATCH_MILLIS = 100;

    private static final int BATCHES = SECONDS * 1_000 / BATCH_MILLIS;
    private static final int BATCH_CHANGES = PER_SECOND * BATCH_MILLIS / 1_000;

    private final GlobalScope globals;
    private final IntConsumer changes;
    private int batchesLeft;

    /**
     * A closed one.
     *
     * @param changes makes as many changes as it is told to
     */
    Firehose(GlobalScope globals, IntConsumer changes) {
        this.globals = globals;
        this.changes = changes;
    }

    /** Opens it for its time; one that is open stays so for its time from now. Never more than one jet. */
    void open() {
        boolean isOpen = batchesLeft > 0;
        batchesLeft = BATCHES;
        if (!isOpen) {
            setTimer();
        }
    }

    private void setTimer() {
        globals.setTimeout(this::flow, BATCH_MILLIS);
    }

    private void flow() {
        batchesLeft--;
        // First, so that a batch that fails is not the last one.
        if (batchesLeft > 0) {
            setTimer();
        }
        changes.accept(BATCH_CHANGES);
    }
}
