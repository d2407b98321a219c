package dev.samovar.sync;

/**
 * What an object may be tuned by. Start from {@link #DEFAULTS} and change what must be:
 * {@code SyncOptions.DEFAULTS.withTickMillis(20)}.
 *
 * @param tickMillis how long changes are collected before they go to many clients at once; 1 to 1,000
 * @param changeRetentionMillis a client that was away for longer starts from a new snapshot; at least a minute
 * @param receiptRetentionMillis a write that is repeated after longer is carried out again; at least a minute
 * @param maxSubscriptions of one connection; 1 to 4,096
 * @param rateLimit what one connection may send
 */
public record SyncOptions(
        int tickMillis,
        long changeRetentionMillis,
        long receiptRetentionMillis,
        int maxSubscriptions,
        RateLimit rateLimit) {
    /** 50 ms, 48 hours, 24 hours, 256 subscriptions, {@link RateLimit#DEFAULT}. */
    public static final SyncOptions DEFAULTS = new SyncOptions(
            SyncLimits.TICK_MILLIS,
            SyncLimits.CHANGE_RETENTION_MILLIS,
            SyncLimits.RECEIPT_RETENTION_MILLIS,
            SyncLimits.MAX_SUBSCRIPTIONS_PER_SOCKET,
            RateLimit.DEFAULT);

    private static final int MAX_TICK_MILLIS = 1_000;
    private static final int MIN_RETENTION_MILLIS = 60_000;
    private static final int MAX_SUBSCRIPTIONS = 4_096;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public SyncOptions {
        check("tickMillis", tickMillis >= 1 && tickMillis <= MAX_TICK_MILLIS);
        check("changeRetentionMillis", changeRetentionMillis >= MIN_RETENTION_MILLIS);
        check("receiptRetentionMillis", receiptRetentionMillis >= MIN_RETENTION_MILLIS);
        check("maxSubscriptions", maxSubscriptions >= 1 && maxSubscriptions <= MAX_SUBSCRIPTIONS);
    }

    public SyncOptions withTickMillis(int millis) {
        return new SyncOptions(millis, changeRetentionMillis, receiptRetentionMillis, maxSubscriptions, rateLimit);
    }

    public SyncOptions withChangeRetentionMillis(long millis) {
        return new SyncOptions(tickMillis, millis, receiptRetentionMillis, maxSubscriptions, rateLimit);
    }

    public SyncOptions withReceiptRetentionMillis(long millis) {
        return new SyncOptions(tickMillis, changeRetentionMillis, millis, maxSubscriptions, rateLimit);
    }

    public SyncOptions withMaxSubscriptions(int count) {
        return new SyncOptions(tickMillis, changeRetentionMillis, receiptRetentionMillis, count, rateLimit);
    }

    public SyncOptions withRateLimit(RateLimit limit) {
        return new SyncOptions(tickMillis, changeRetentionMillis, receiptRetentionMillis, maxSubscriptions, limit);
    }

    private static void check(String name, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is out of the range that SyncOptions documents.");
        }
    }
}
