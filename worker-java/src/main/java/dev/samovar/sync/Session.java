package dev.samovar.sync;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Position;
import dev.samovar.workers.WebSocket;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One connected client. Socket, id, profile and user survive hibernation in the socket's attachment, the subscriptions
 * in a table; the queue is empty whenever the object may hibernate, and the position is that of the last tick.
 */
final class Session<C> {
    private final WebSocket socket;
    private final String id;
    private final VerifiedClaims claims;
    private final String claimsJson;
    private final double expiresMillis;
    private final Throttle throttle;
    private final C user;
    private final Map<String, Subscription<C>> subscriptions = new LinkedHashMap<>();
    private final Queue<PendingWrite> writes = new ArrayDeque<>();
    private final Answers answers = new Answers();
    private boolean writing;
    private boolean repeating = true;
    private @Nullable String presence;
    private Wire wire;
    private Position delivered;
    private Position told;
    private @Nullable String epoch;
    private boolean hasSpoken;
    private boolean isRestored;
    private boolean broken;
    /** Of this life of the object. */
    private double sentBytes;
    /** Of its earlier lives, at least. */
    private double earlierBytes;

    private int keptUnits;
    private double ackedBytes;
    private int unaskedBytes;

    /**
     * Takes over a socket.
     *
     * @param claimsJson what the claims and the user were read from
     */
    Session(
            WebSocket socket,
            String id,
            VerifiedClaims claims,
            String claimsJson,
            C user,
            Wire wire,
            Position delivered,
            Throttle throttle) {
        this.socket = socket;
        this.id = id;
        this.claimsJson = claimsJson;
        this.claims = claims;
        this.user = user;
        this.wire = wire;
        this.expiresMillis = Expiry.millis(claims);
        this.throttle = throttle;
        this.delivered = delivered;
        this.told = delivered;
    }

    /**
     * The connection is older than this instance: what its client was named last is not known, nor whether one that was
     * not greeted has spoken. If it follows nothing, it is taken for one that has not.
     */
    void restored() {
        isRestored = true;
        told = Position.zero();
        hasSpoken = wire.isSamovar();
    }

    /** Whether this is the first frame of the client. */
    boolean isFirstFrame() {
        boolean first = !hasSpoken && subscriptions.isEmpty();
        hasSpoken = true;
        return first;
    }

    WebSocket socket() {
        return socket;
    }

    String id() {
        return id;
    }

    VerifiedClaims claims() {
        return claims;
    }

    /** Whose transaction ids these are. */
    String identity() {
        return claims.subject();
    }

    String claimsJson() {
        return claimsJson;
    }

    C user() {
        return user;
    }

    /** When its credentials expire, in milliseconds since 1970; infinity for never. */
    double expiresMillis() {
        return expiresMillis;
    }

    boolean isExpiredAt(double nowMillis) {
        return expiresMillis <= nowMillis;
    }

    /** What is kept of it while it is present; {@code null} if it is not. */
    @Nullable
    String presence() {
        return presence;
    }

    void presence(@Nullable String kept) {
        presence = kept;
    }

    Throttle throttle() {
        return throttle;
    }

    /** How the client is spoken to. */
    Wire wire() {
        return wire;
    }

    void wire(Wire spoken) {
        wire = spoken;
    }

    @Nullable
    Subscription<C> subscription(String sub) {
        return subscriptions.get(sub);
    }

    /** In the order they were made. */
    Collection<Subscription<C>> subscriptions() {
        return subscriptions.values();
    }

    /** Adds a subscription whose name is free. */
    void add(Subscription<C> subscription) {
        subscriptions.put(subscription.id(), subscription);
        subscription.shape().subscriptions().add(subscription);
    }

    void remove(Subscription<C> subscription) {
        subscriptions.remove(subscription.id());
        subscription.shape().subscriptions().remove(subscription);
    }

    /** The position up to which this client was told everything that concerns it. */
    Position delivered() {
        return delivered;
    }

    void delivered(Position position) {
        delivered = position;
    }

    /** The newest position that was named to this client. */
    Position told() {
        return told;
    }

    void told(Position position) {
        told = position;
    }

    /** The epoch that was named last; {@code null} if it is not known. */
    @Nullable
    String epoch() {
        return epoch;
    }

    void epoch(String named) {
        epoch = named;
    }

    /** Bytes that were sent and that the client has not said it handled. */
    double unackedBytes() {
        return sentBytes - ackedBytes;
    }

    /** Counts what was sent. Tells whether that is so much that {@link #attachment} is to be kept again. */
    boolean sent(int bytes) {
        sentBytes += bytes;
        unaskedBytes += bytes;
        return sentUnits() > keptUnits && wire.isSamovar();
    }

    /** Takes over what {@link Attachment#sent} says. */
    void sentBefore(int units) {
        keptUnits = units;
        earlierBytes = (double) units * Attachment.SENT_UNIT;
    }

    private int sentUnits() {
        // A client may claim any number.
        return (int) Math.min(Integer.MAX_VALUE, (earlierBytes + sentBytes) / Attachment.SENT_UNIT);
    }

    /** What is to be kept of it now, with this presence. */
    Attachment attachment(@Nullable String present) {
        keptUnits = sentUnits();
        return new Attachment(id, wire.isSamovar(), present, keptUnits, claimsJson);
    }

    /** Whether enough was sent to ask the runtime how much of it waits. */
    boolean isBufferDue() {
        if (unaskedBytes < SyncLimits.BYTES_PER_BUFFER_CHECK) {
            return false;
        }
        unaskedBytes = 0;
        return true;
    }

    /**
     * A client can only acknowledge what it got. It counts from the beginning of its connection, so it also says how
     * much was sent before this life of the object.
     *
     * @param bytes a whole number
     */
    void acked(double bytes) {
        earlierBytes = Math.max(earlierBytes, isRestored ? bytes - sentBytes : 0);
        ackedBytes = Math.max(ackedBytes, Math.min(bytes - earlierBytes, sentBytes));
    }

    /** Whether nothing can be sent any more. */
    boolean isBroken() {
        return broken;
    }

    void broken(boolean isClosed) {
        broken = isClosed;
    }

    /** Writes that wait for the one that is running. */
    Queue<PendingWrite> writes() {
        return writes;
    }

    Answers answers() {
        return answers;
    }

    boolean isWriting() {
        return writing;
    }

    void writing(boolean running) {
        writing = running;
    }

    /**
     * Whether its next write is likely to be a repetition: those of a new connection are, until one of them is new. A
     * guess only, which saves a repetition its authorization.
     */
    boolean isRepeating() {
        return repeating;
    }

    void repeating(boolean likely) {
        repeating = likely;
    }
}
