package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.ReadValue;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages that were asked for and have not come. They only read, so each is asked for again on every new socket. */
final class Pages implements Speaker.Guest {
    /** How long the server is left alone that cannot answer now, unless it says how long. */
    private static final int PATIENCE_MILLIS = 5_000;

    private static final class Asked {
        final byte[] frame;
        final RowFactory factory;
        final PageListener listener;

        Asked(byte[] frame, RowFactory factory, PageListener listener) {
            this.frame = frame;
            this.factory = factory;
            this.listener = listener;
        }
    }

    private final OrderedMap<Asked> pending = new OrderedMap<>();
    private final FrameEncoder encoder;
    private final Timers timers;
    private @Nullable Socket socket;
    private int count;

    Pages(FrameEncoder encoder, Timers timers) {
        this.encoder = encoder;
        this.timers = timers;
    }

    Fetch add(SyncedCollection collection, Selection selection, @Nullable Encodable cursor, PageListener listener) {
        count++;
        String id = collection.name() + "#fetch#" + count;
        byte[] frame = encoder.encode(new ClientFrame.Fetch(
                id, collection.name(), selection.where(), cursor, selection.orderBy(), selection.wireLimit()));
        pending.put(id, new Asked(frame, collection.factory(), listener));
        send(id);
        return () -> pending.remove(id);
    }

    @Override
    public void resume(Socket newSocket) {
        socket = newSocket;
        for (Asked asked : pending.values()) {
            newSocket.send(asked.frame);
        }
    }

    @Override
    public void suspend() {
        socket = null;
    }

    @Override
    public void giveUp(Closed closed) {
        List<Asked> all = pending.values();
        pending.clear();
        for (Asked asked : all) {
            asked.listener.onClosed(closed);
        }
    }

    @Override
    public Decoding<ServerFrame> read(ReadValue value) {
        return FrameReader.samovarServerFrameOrPage(value);
    }

    @Override
    public void receive(ServerFrame frame) {
        if (frame instanceof ServerFrame.Page page) {
            receive(page);
        } else if (frame instanceof ServerFrame.PageError error) {
            receive(error);
        }
    }

    private void receive(ServerFrame.Page page) {
        Asked asked = pending.remove(page.fetchId());
        if (asked == null) {
            return;
        }
        List<Row> rows = new ArrayList<>(page.rows().size());
        for (Encodable row : page.rows()) {
            rows.add(asked.factory.of(row));
        }
        asked.listener.onPage(rows, page.seq());
    }

    private void receive(ServerFrame.PageError error) {
        Refusal refusal = error.error();
        if (refusal.isPassing()) {
            Integer retryAfter = refusal.retryAfter();
            timers.start(retryAfter == null ? PATIENCE_MILLIS : retryAfter, () -> send(error.fetchId()));
            return;
        }
        Asked asked = pending.remove(error.fetchId());
        if (asked != null) {
            asked.listener.onRefused(refusal);
        }
    }

    private void send(String id) {
        Asked asked = pending.get(id);
        if (asked != null && socket != null) {
            socket.send(asked.frame);
        }
    }
}
