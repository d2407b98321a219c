package dev.samovar.client.web;

import dev.samovar.client.Subscription;
import dev.samovar.protocol.Position;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

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
    public JSObject keys() {
        JSObject keys = empty();
        for (String key : subscription.keys()) {
            add(keys, key);
        }
        return keys;
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

    @JSBody(script = "return [];")
    private static native JSObject empty();

    @JSBody(
            params = {"keys", "key"},
            script = "keys.push(key);")
    private static native void add(JSObject keys, String key);
}
