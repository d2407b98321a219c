package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * What {@code client.js} and {@code collection.js} call. None of these throws; errors are those that {@link Host}
 * makes.
 */
public interface ClientDoor extends JSObject {
    void connect();

    void close();

    /** {@code idle}, {@code connecting}, {@code open}, {@code reconnecting} or {@code closed}. */
    String status();

    int pendingWrites();

    /** When it dials again, in milliseconds since 1970; -1 if there is no attempt to come, or one is under way. */
    double nextAttemptAt();

    /** How long the server took for its last sign of life, in milliseconds; -1 before the first. */
    int latency();

    /** The newest position that the server has told; 0 before the first. */
    double position();

    /** What keeps the connection from being open, or the last refused subscription; {@code null} if all is well. */
    @Nullable
    JSObject lastError();

    /**
     * Starts a sync run of a collection, without rows as yet.
     *
     * @param keyOf the user's {@code getKey}
     */
    RunDoor sync(String table, JSObject keyOf, SyncParams params);

    /**
     * Sends all mutations of a transaction of TanStack DB as one; resolves when they are committed.
     *
     * @param operations an array of {@link RowOperation}
     */
    void mutate(String table, String txId, JSObject operations, JSObject resolve, JSObject reject);

    /**
     * Sends a write of an earlier life.
     *
     * @param frame the {@code Uint8Array} that {@link Host#writeAdded} got
     * @param command its name, if it is one
     */
    void replay(String txId, JSObject frame, @Nullable String command, JSObject resolve, JSObject reject);

    /**
     * Runs a command; resolves to its result or to {@code null}.
     *
     * @param args what {@link EncodedValue#of} takes
     */
    void call(String command, JSObject args, JSObject resolve, JSObject reject);
}
