package dev.samovar.sync;

/**
 * How much one connection may send. It may always send at the given rates, and after a pause as much at once as the
 * bursts say. Beyond that writes, subscriptions and fetches are refused with {@code RATE_LIMITED} and other frames are
 * dropped; with ten times a burst of refused frames the connection is closed with 1013.
 *
 * @param framesPerSecond 1 or more
 * @param burstFrames 1 or more
 * @param bytesPerSecond 1 or more
 * @param burstBytes at least 1 MiB, which is what one frame may have
 */
public record RateLimit(int framesPerSecond, int burstFrames, int bytesPerSecond, int burstBytes) {
    /** 1,000 frames a second and 30,000 at once, 4 MiB a second and 64 MiB at once. */
    public static final RateLimit DEFAULT = new RateLimit(1_000, 30_000, 4 << 20, 64 << 20);

    private static final int MIN_BURST_BYTES = 1 << 20;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is too small
     */
    public RateLimit {
        if (framesPerSecond < 1 || burstFrames < 1 || bytesPerSecond < 1 || burstBytes < MIN_BURST_BYTES) {
            throw new IllegalArgumentException("A rate limit must let at least one frame through: rates and bursts are"
                    + " at least 1, burstBytes at least " + MIN_BURST_BYTES + ".");
        }
    }
}
