package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.WebSocket;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * One connected client. Socket, id and user survive hibernation in the socket's attachment, the subscriptions in a
 * table; the queue is empty whenever the object may hibernate, and the position is that of the last tick.
 */
final class Session<C> {
    private final WebSocket socket;
    private final String id;
    private final String identity;
    private final C user;
    private final Map<String, SyncedTable<?>> subscriptions = new LinkedHashMap<>();
    private final Queue<PendingWrite> writes = new ArrayDeque<>();
    private boolean writing;
    private Position delivered;

    /** @param identity whose transaction ids these are */
    Session(WebSocket socket, String id, String identity, C user, Position delivered) {
        this.socket = socket;
        this.id = id;
        this.identity = identity;
        this.user = user;
        this.delivered = delivered;
    }

    WebSocket socket() {
        return socket;
    }

    String id() {
        return id;
    }

    String identity() {
        return identity;
    }

    C user() {
        return user;
    }

    /** By the id that the client gave each. */
    Map<String, SyncedTable<?>> subscriptions() {
        return subscriptions;
    }

    void subscribe(String sub, SyncedTable<?> table) {
        unsubscribe(sub);
        subscriptions.put(sub, table);
        table.subscribed();
    }

    void unsubscribe(String sub) {
        SyncedTable<?> table = subscriptions.remove(sub);
        if (table != null) {
            table.unsubscribed();
        }
    }

    /** The position up to which this client was told everything that concerns it. */
    Position delivered() {
        return delivered;
    }

    void delivered(Position position) {
        delivered = position;
    }

    /** Writes that wait for the one that is running. */
    Queue<PendingWrite> writes() {
        return writes;
    }

    boolean isWriting() {
        return writing;
    }

    void writing(boolean running) {
        writing = running;
    }
}
