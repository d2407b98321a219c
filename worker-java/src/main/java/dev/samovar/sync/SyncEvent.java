package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an object's clients, for metrics and logs. Holds names, codes and counts, and no row. A
 * session is the name of one connection.
 */
public sealed interface SyncEvent {
    /** A client has connected. */
    record Connected(String session, String subject) implements SyncEvent {}

    /**
     * A connection has ended.
     *
     * @param code of the close frame; 1006 if there was none
     */
    record Disconnected(String session, String subject, int code) implements SyncEvent {}

    /** A subscription was made. */
    record Subscribed(String session, String collection) implements SyncEvent {}

    /**
     * A subscription was refused, or could not go on.
     *
     * @param code the name of an {@link dev.samovar.protocol.ErrorCode}
     */
    record SubscriptionRefused(String session, @Nullable String code) implements SyncEvent {}

    /**
     * A mutation or a command was answered.
     *
     * @param kind {@code mut} or {@code call}
     * @param code why it was refused; {@code null} if it is committed
     */
    record WriteAnswered(
            String session, String kind, @Nullable String code) implements SyncEvent {}

    /** A message was no frame, or none that fits. */
    record MalformedFrame(String session, String reason) implements SyncEvent {}

    /** A client took its bytes too slowly and was disconnected. */
    record SlowConsumer(String session) implements SyncEvent {}

    /** A client has sent too much; this frame was refused or dropped. */
    record RateLimited(String session) implements SyncEvent {}

    /**
     * A subscription starts from a new snapshot.
     *
     * @param reason the wire name of a {@link dev.samovar.protocol.ResetReason}
     */
    record Reset(String session, String collection, String reason) implements SyncEvent {}

    /**
     * A job, or what is to follow a commit, has failed.
     *
     * @param name the job's, or the effect's idempotency key
     * @param attempt from 1
     * @param isGivenUp whether it is not tried again
     */
    record WorkFailed(String name, int attempt, boolean isGivenUp) implements SyncEvent {}

    /**
     * Housekeeping took a step.
     *
     * @param removed lines of the change log, and receipts of writes
     * @param isMoreLeft whether another step follows with the next tick
     */
    record HousekeepingStep(int removed, boolean isMoreLeft) implements SyncEvent {}
}
