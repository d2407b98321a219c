package dev.samovar.client.web;

import dev.samovar.client.Subscription;
import dev.samovar.protocol.Position;
import org.jspecify.annotations.Nullable;

/** A subscription, for JavaScript. */
final class Feed implements FeedDoor {
    private static final double NONE = -1;

    private final Subscription subscription;

    Feed(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public double position() {
        return subscription.isLive() ? since() : NONE;
    }

    @Override
    public double since() {
        Position position = subscription.position();
        return position == null ? NONE : position.number();
    }

    @Override
    public @Nullable String epoch() {
        return subscription.epoch();
    }

    @Override
    public boolean takeMoved() {
        return subscription.takeMoved();
    }

    @Override
    public void refetch() {
        subscription.refetch();
    }

    @Override
    public void catchUp() {
        subscription.catchUp();
    }

    @Override
    public void end() {
        subscription.cancel();
    }
}
