package dev.samovar.workers;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One object of a Durable Object class. Subclasses have a constructor without parameters; the runtime attaches the
 * instance to its storage and then calls {@link #onStart}, on creation and after every hibernation.
 *
 * <p>Fields are a cache: hibernation drops the instance, storage and socket attachments stay. Static fields are shared
 * by every object of the isolate and must not hold state.
 */
public abstract class DurableObject {
    private @Nullable DurableObjectState ctx;
    private @Nullable Env env;

    /**
     * Called once by the runtime before any event.
     *
     * @throws IllegalStateException if the instance is attached already
     */
    public final void attach(DurableObjectState ctx, Env env) {
        if (this.ctx != null) {
            throw new IllegalStateException(
                    "This object is attached to its runtime already. Make a new instance for each Durable Object.");
        }
        this.ctx = Objects.requireNonNull(ctx);
        this.env = Objects.requireNonNull(env);
        onStart();
    }

    /**
     * Prepares the instance, before its first event. Must not wait. What it throws fails the event that woke the
     * object.
     */
    protected void onStart() {}

    protected final DurableObjectState ctx() {
        return attached(ctx);
    }

    protected final Env env() {
        return attached(env);
    }

    /** Answers a request that was sent to the object's stub. May wait. */
    public Response fetch(Request request) {
        return Response.text(404, "This object answers no requests.");
    }

    /** A text message of a hibernating socket. May wait; other events run meanwhile. */
    public void webSocketMessage(WebSocket socket, String message) {}

    /** A binary message of a hibernating socket. May wait; other events run meanwhile. */
    public void webSocketMessage(WebSocket socket, byte[] message) {}

    /** The peer has closed. The close frame is echoed by the adapter, whatever this method does. May wait. */
    public void webSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {}

    /** The connection broke. May wait. */
    public void webSocketError(WebSocket socket, Throwable error) {}

    /**
     * The alarm has come. Delivered at least once: when this method throws, it is called again after 2 s and more, up
     * to 6 times (Cloudflare, "Alarms"). May wait.
     */
    public void alarm(AlarmInvocationInfo info) {}

    private static <T> T attached(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "The object is not attached to a runtime yet: its constructor must not use it."
                            + " Move the work to onStart().");
        }
        return part;
    }
}
