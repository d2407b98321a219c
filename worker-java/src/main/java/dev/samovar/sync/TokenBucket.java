package dev.samovar.sync;

/** Lets so much through in a second, and after a pause so much at once. */
final class TokenBucket {
    private static final double SECOND = 1_000;

    private final double perSecond;
    private final double capacity;
    private double tokens;
    private double filledMillis;

    TokenBucket(double perSecond, double capacity, double nowMillis) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledMillis = nowMillis;
    }

    /** Whether there is as much as that. It is not taken. */
    boolean holds(double amount, double nowMillis) {
        tokens = Math.min(capacity, tokens + Math.max(0, nowMillis - filledMillis) * perSecond / SECOND);
        filledMillis = nowMillis;
        return tokens >= amount;
    }

    void take(double amount) {
        tokens -= amount;
    }

    /** In how many milliseconds there will be as much as that. */
    double millisUntil(double amount) {
        return Math.ceil((amount - tokens) * SECOND / perSecond);
    }
}
