package dev.samovar.sync;

/** How much one client may ask for, and how long things are kept. */
final class SyncLimits {
    static final int MAX_OPS_PER_MUTATION = 128;
    static final int MAX_SUBSCRIPTIONS_PER_SOCKET = 256;
    /** Longer transaction, subscription and fetch ids are malformed. */
    static final int MAX_ID_CHARS = 256;
    /** What a refusal says at most. */
    static final int MAX_MESSAGE_CHARS = 512;
    /** Writes of one socket that wait for the one that is running. */
    static final int MAX_QUEUED_WRITES = 1_024;
    /** And their frames together. One is always let through. */
    static final int MAX_QUEUED_BYTES = 8 << 20;

    /** How long changes are collected before they go to the sockets of others. */
    static final long TICK_MILLIS = 50;
    /** Collected changes beyond this go out at once. */
    static final int MAX_TICK_BYTES = 4 << 20;

    /** A client that was away for longer starts from a new snapshot. */
    static final long CHANGE_RETENTION_MILLIS = 48L * 3_600_000;
    /** A write repeated after longer is carried out again. */
    static final long RECEIPT_RETENTION_MILLIS = 24L * 3_600_000;
    /** How often housekeeping begins a new round. */
    static final long HOUSEKEEPING_MILLIS = 3_600_000;
    /** Lines that one step of housekeeping removes at most, so that it never blocks the object for long. */
    static final int HOUSEKEEPING_STEP = 500;

    /** Changes younger than this are not compacted, so that a client that returns is told no more than it must know. */
    static final long COMPACTION_AGE_MILLIS = 3_600_000;
    /** Unless there are more of them than this. */
    static final int COMPACTION_LINES = 100_000;
    /** Lines that one step of compaction looks at. */
    static final int COMPACTION_WINDOW = 500;

    private SyncLimits() {}
}
