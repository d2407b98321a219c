package dev.samovar.sync;

/**
 * Holds one connection to a {@link RateLimit}. Forgotten when the object sleeps, which it does not while it is busy.
 */
final class Throttle {
    /** The message may be taken. */
    static final int ADMITTED = 0;
    /** So much was refused that the connection must end. */
    static final int FLOODED = -1;

    /** How many times a burst may be refused. */
    private static final int PATIENCE = 10;

    private final RateLimit limit;
    private final TokenBucket frames;
    private final TokenBucket bytes;
    /** What may be refused. */
    private final TokenBucket patience;

    Throttle(RateLimit limit, double nowMillis) {
        this.limit = limit;
        this.frames = new TokenBucket(limit.framesPerSecond(), limit.burstFrames(), nowMillis);
        this.bytes = new TokenBucket(limit.bytesPerSecond(), limit.burstBytes(), nowMillis);
        this.patience = new TokenBucket(limit.framesPerSecond(), (double) PATIENCE * limit.burstFrames(), nowMillis);
    }

    /**
     * Takes a message in, if it may come now.
     *
     * @return {@link #ADMITTED}, {@link #FLOODED}, or in how many milliseconds the message may come again
     */
    int admit(int length, double nowMillis) {
        boolean hasFrame = frames.holds(1, nowMillis);
        boolean hasBytes = bytes.holds(length, nowMillis);
        if (hasFrame && hasBytes) {
            frames.take(1);
            bytes.take(length);
            return ADMITTED;
        }
        if (!patience.holds(1, nowMillis)) {
            return FLOODED;
        }
        patience.take(1);
        return (int) Math.max(1, Math.max(frames.millisUntil(1), bytes.millisUntil(length)));
    }

    /** How long a pause allows a whole burst again, in seconds, 1 or more. */
    int pauseSeconds() {
        double millis = Math.max(frames.millisUntil(limit.burstFrames()), bytes.millisUntil(limit.burstBytes()));
        return (int) Math.max(1, Math.ceil(millis / 1_000));
    }
}
