package dev.samovar.sync;

/** What a random test begins with: {@code -Dseed=n} repeats a failure, {@code -Dcases=n} asks for more or fewer. */
final class Seeds {
    private Seeds() {}

    static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }

    static int cases(int usual) {
        return Integer.getInteger("cases", usual);
    }
}
