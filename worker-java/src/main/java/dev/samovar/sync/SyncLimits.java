package dev.samovar.sync;

/** How much one client may ask for, and how long things are kept. */
final class SyncLimits {
    static final int MAX_OPS_PER_MUTATION = 128;
    static final int MAX_SUBSCRIPTIONS_PER_SOCKET = 256;
    /** Of a subscription's request: it is kept while it lives, and read at each wake. */
    static final int MAX_SUBSCRIPTION_BYTES = 64 << 10;
    /** Of all requests of a socket's subscriptions. */
    static final int MAX_SUBSCRIPTIONS_BYTES_PER_SOCKET = 1 << 20;
    /** Longer transaction, subscription and fetch ids are malformed. */
    static final int MAX_ID_CHARS = 256;
    /** What a refusal says at most. */
    static final int MAX_MESSAGE_CHARS = 512;
    /** Writes of one socket that wait for the one that is running. */
    static final int MAX_QUEUED_WRITES = 1_024;
    /** And their frames together. One is always let through. */
    static final int MAX_QUEUED_BYTES = 8 << 20;

    /** How long a repetition waits for the same write on another socket to end. */
    static final long MAX_DUPLICATE_WAIT_MILLIS = 30_000;

    /** How long changes are collected before they go to the sockets of others. */
    static final int TICK_MILLIS = 50;
    /** Collected changes beyond this go out at once. */
    static final int MAX_TICK_BYTES = 4 << 20;

    /** Behind so many messages of a client that come close together, more are likely to be on their way. */
    static final int BURST_MESSAGES = 8;
    /** Then so many of its writes are answered together. */
    static final int MAX_ANSWERS_AT_ONCE = 16;
    /** How close together is, and how long an answer may wait for others while messages keep the object busy. */
    static final int MAX_ANSWER_MILLIS = 5;

    /**
     * How often in a tick clients are told something at once, a client that is told twice counted twice; what is more
     * waits for the end of the tick. The first change after a rest reaches everybody.
     */
    static final int MAX_AT_ONCE = 32;
    /** After so many changes, clients that none of them concerned are told the position too. */
    static final int LINES_PER_BOUNDARY = 1_000;

    /** About the bytes of a piece of a snapshot or of a catch-up: small enough that others need not wait. */
    static final int CHUNK_BYTES = 128 << 10;
    /** While a client has more to acknowledge, it gets no further piece. */
    static final int MAX_AHEAD_BYTES = 512 << 10;
    /** A client that has more than this to take is disconnected, to come back later. */
    static final int MAX_UNACKED_BYTES = 16 << 20;
    /** How often the runtime is asked how much waits for a client. */
    static final int BYTES_PER_BUFFER_CHECK = 1 << 20;
    /** How often a client that got nothing sends a ping. */
    static final int HEARTBEAT_MILLIS = 25_000;
    /** Rows of a window, those before its offset included. */
    static final int MAX_WINDOW_ROWS = 5_000;
    /** Bytes of the rows of a page, or of a bounded snapshot: they are ordered in memory. */
    static final int MAX_PAGE_BYTES = 16 << 20;

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
