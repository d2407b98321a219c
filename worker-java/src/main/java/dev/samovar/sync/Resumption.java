package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** Judges whether a subscription can go on at a position, or its client must start anew. */
final class Resumption<C> {
    private final ChangeLog log;
    private final Epochs epochs;
    private final ScopeChanges<C> scopes;

    Resumption(ChangeLog log, Epochs epochs, ScopeChanges<C> scopes) {
        this.log = log;
        this.epochs = epochs;
        this.scopes = scopes;
    }

    /**
     * The position from which a client asks for what it has missed; {@code null} if it asks for everything.
     *
     * @throws RejectedException if it is no position
     */
    static @Nullable Position since(ClientFrame.Sub frame) {
        if (frame.since() == null) {
            return null;
        }
        Position since = Position.parse(frame.since());
        if (since == null) {
            throw RejectedException.invalid("since must be a decimal position that this server gave");
        }
        return since.equals(Position.zero()) ? null : since;
    }

    /**
     * The snapshot that a client has a part of; {@code null} if it has all of it.
     *
     * @throws RejectedException if what it names is none
     */
    static @Nullable SnapshotStream snapshot(ClientFrame.Sub request, Position base) {
        if (request.resume() == null || request.epoch() == null) {
            return null;
        }
        SnapshotStream stream = request.resume() instanceof Value.Text token
                ? SnapshotStream.resumed(request.epoch(), base, token.value())
                : null;
        if (stream == null) {
            throw RejectedException.invalid("resume must be what the last chunk gave as next");
        }
        return stream;
    }

    /** Why a position that a client named does not say what it has; {@code null} if it does. */
    @Nullable
    ResetReason reasonAgainst(Subscription<C> subscription, Position since) {
        if (!epochs.knows(subscription.request().epoch(), since)) {
            return ResetReason.EPOCH;
        }
        if (!log.reaches(since)) {
            return ResetReason.PRUNED;
        }
        if (scopes.hasChangedSince(subscription.session().identity(), since)) {
            return ResetReason.SCOPE;
        }
        if (subscription.shape() instanceof WindowShape
                && subscription.request().resume() != null) {
            return ResetReason.WINDOW;
        }
        return reasonToStartAnew(subscription.shape(), since);
    }

    /**
     * The same for a subscription that outlived the last instance.
     *
     * @param scope what its user was allowed to see then
     * @param told up to where its client was told everything
     */
    @Nullable
    ResetReason reasonAfterWake(Subscription<C> subscription, String scope, Position told) {
        if (!log.reaches(told)) {
            return ResetReason.SCHEMA;
        }
        if (!subscription.scope().equals(scope)) {
            return ResetReason.SCOPE;
        }
        return reasonToStartAnew(subscription.shape(), told);
    }

    /** Why what is missing after a position cannot be told; {@code null} if it can. */
    private @Nullable ResetReason reasonToStartAnew(Shape shape, Position since) {
        if (shape instanceof WindowShape) {
            return log.hasChanged(shape.table(), since) ? ResetReason.WINDOW : null;
        }
        return log.canTellMembers(shape, since) ? null : ResetReason.COMPACTED;
    }
}
