package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Position;
import org.jspecify.annotations.Nullable;

/** One client's interest in a shape. */
final class Subscription<C> {
    private final Session<C> session;
    private final ClientFrame.Sub request;
    private final Shape shape;
    private final String scope;
    private @Nullable SnapshotStream stream;
    private Position from = Position.zero();
    private int bytes;

    /** @param scope the canonical name of what the client's user may see of the collection */
    Subscription(Session<C> session, ClientFrame.Sub request, Shape shape, String scope) {
        this.session = session;
        this.request = request;
        this.shape = shape;
        this.scope = scope;
    }

    /** The name the client gave it. */
    String id() {
        return request.subId();
    }

    Session<C> session() {
        return session;
    }

    ClientFrame.Sub request() {
        return request;
    }

    Shape shape() {
        return shape;
    }

    String scope() {
        return scope;
    }

    /** What its request takes in the database. */
    int bytes() {
        return bytes;
    }

    void bytes(int kept) {
        bytes = kept;
    }

    /** The position from which on it gets changes. */
    Position from() {
        return from;
    }

    void from(Position live) {
        from = live;
    }

    /** Whether the client has every row, so that from now on it gets changes. */
    boolean isLive() {
        return stream == null;
    }

    /** The snapshot that is under way, or {@code null}. */
    @Nullable
    SnapshotStream stream() {
        return stream;
    }

    void stream(@Nullable SnapshotStream underWay) {
        stream = underWay;
    }
}
