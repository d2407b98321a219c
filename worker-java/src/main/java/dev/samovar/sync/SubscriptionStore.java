package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriptions of connected clients, kept for the next instance. */
final class SubscriptionStore {
    /**
     * A subscription as it is kept.
     *
     * @param request {@code null} if what was kept cannot be read any more
     * @param bytes what the request takes
     * @param scope what its user was allowed to see
     * @param stream the snapshot that was under way
     * @param from the position from which on it got changes
     */
    record Kept(
            String session,
            String sub,
            ClientFrame.@Nullable Sub request,
            int bytes,
            String scope,
            @Nullable SnapshotStream stream,
            Position from) {}

    private final SqlStorage sql;
    private final MessagePackWriter scratch = new MessagePackWriter();

    SubscriptionStore(SqlStorage sql) {
        this.sql = sql;
    }

    /** A request as it is kept. */
    byte[] encoded(ClientFrame.Sub request) {
        scratch.clear();
        FrameWriter.write(request, scratch);
        return scratch.toByteArray();
    }

    /** @param request as {@link #encoded} gives it */
    void add(Subscription<?> subscription, byte[] request) {
        sql.exec(
                "INSERT INTO _sync_subscriptions (session, sub, request, scope, stream, live) VALUES (?, ?, ?, ?, ?, ?)",
                subscription.session().id(),
                subscription.id(),
                request,
                subscription.scope(),
                stream(subscription),
                subscription.from().number());
    }

    /** Keeps how far a subscription has come, which was {@linkplain #add added} once. */
    void save(Subscription<?> subscription) {
        sql.exec(
                "UPDATE _sync_subscriptions SET scope = ?, stream = ?, live = ? WHERE session = ? AND sub = ?",
                subscription.scope(),
                stream(subscription),
                subscription.from().number(),
                subscription.session().id(),
                subscription.id());
    }

    private static @Nullable String stream(Subscription<?> subscription) {
        SnapshotStream stream = subscription.stream();
        return stream == null ? null : stream.toText();
    }

    void remove(String session, String sub) {
        sql.exec("DELETE FROM _sync_subscriptions WHERE session = ? AND sub = ?", session, sub);
    }

    /** Forgets all subscriptions of a connection that ended. */
    void removeAll(String session) {
        sql.exec("DELETE FROM _sync_subscriptions WHERE session = ?", session);
    }

    List<Kept> all() {
        List<Kept> all = new ArrayList<>();
        SqlCursor cursor = sql.exec("SELECT session, sub, request, scope, stream, live FROM _sync_subscriptions");
        while (cursor.next()) {
            byte[] request = cursor.getBytes(2);
            all.add(new Kept(
                    cursor.getString(0),
                    cursor.getString(1),
                    request(request),
                    request.length,
                    cursor.getString(3),
                    cursor.isNull(4) ? null : SnapshotStream.parse(cursor.getString(4)),
                    Position.of(cursor.getDouble(5))));
        }
        return all;
    }

    private static ClientFrame.@Nullable Sub request(byte[] bytes) {
        return FrameReader.clientFrame(bytes, Limits.SERVER_INBOUND) instanceof Decoding.Ok<ClientFrame> ok
                        && ok.value() instanceof ClientFrame.Sub sub
                ? sub
                : null;
    }
}
