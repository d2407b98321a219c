package dev.samovar.client.jvm;

import org.junit.jupiter.api.Test;

/** {@code -Dseed=n} repeats the history of a failure, {@code -Dhistories=n} runs so many. */
class ClientHistoryTest {
    private static final int HISTORIES = 300;

    /** The same histories every time: a change is judged by what it changes. */
    private static final long FIRST_SEED = 7_001;

    @Test
    void nothingOfWhatMustNeverHappenHappens() {
        Long repeated = Long.getLong("seed");
        long first = repeated == null ? FIRST_SEED : repeated;
        int histories = Integer.getInteger("histories", repeated == null ? HISTORIES : 1);
        for (long seed = first; seed < first + histories; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        try (ClientHistory history = new ClientHistory(seed)) {
            history.run();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }
}
