package dev.samovar.examples.chat.page;

import dev.samovar.client.ClientListener;
import dev.samovar.client.ClientOptions;
import dev.samovar.client.CollectionListener;
import dev.samovar.client.OutboxStore;
import dev.samovar.client.Platform;
import dev.samovar.client.RowChange;
import dev.samovar.client.Selection;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncClient;
import dev.samovar.client.ValueRow;
import dev.samovar.client.WriteListener;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.web.BrowserPlatform;
import dev.samovar.examples.chat.Message;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSDate;

/** One guest's end of a room: its rows become lines, and what the guest writes a line at once and a row later. */
final class Room implements ClientListener, CollectionListener, SubscriptionListener {
    private static final String COLLECTION = "messages";

    private final String userId;
    private final RoomView view;
    private final Lines lines;
    private final Platform platform;
    private final SyncClient client;

    Room(String name, Session session, RoomView view) {
        this.userId = session.userId();
        this.view = view;
        this.lines = new Lines(view);
        this.platform = BrowserPlatform.at("/sync/" + name, listener -> listener.onToken(session.token()));
        this.client = new SyncClient(platform, ClientOptions.defaults(), OutboxStore.NONE, this);
    }

    void enter() {
        BrowserPlatform.watchNetwork(client);
        client.collection(COLLECTION, ValueRow.FACTORY, this).subscribe(Selection.all(), this);
    }

    /** Shows a message and sends it; without a connection it waits for one. */
    void say(String content) {
        String id = platform.random().newId();
        Message message = new Message(id, userId, content, (long) JSDate.now());
        lines.put(Line.pending(message));
        Value.Map row = PlainValues.map(
                Map.of("id", id, "author", userId, "content", content, "created_at", message.createdAt()));
        MutationOp insert = new MutationOp(Operation.INSERT, id, row);
        client.mutate(platform.random().newId(), COLLECTION, List.of(insert), new Sending(id));
    }

    /** Takes a message away that was not sent. */
    void dismiss(String id) {
        lines.remove(id);
    }

    @Override
    public void onBatch(List<RowChange> changes) {
        for (RowChange change : changes) {
            if (change.after() instanceof ValueRow row) {
                lines.put(Line.confirmed(message(row.columns())));
            } else {
                lines.remove(change.key());
            }
        }
    }

    private static Message message(Value.Map row) {
        return new Message(
                text(row, "id"), text(row, "author"), text(row, "content"), (long) number(row, "created_at"));
    }

    private static String text(Value.Map row, String column) {
        return row.get(column) instanceof Value.Text text ? text.value() : "?";
    }

    private static double number(Value.Map row, String column) {
        return row.get(column) instanceof Value.Num number ? number.value() : 0;
    }

    @Override
    public void onChange() {
        view.showStatus(client.status(), client.pendingWrites());
    }

    @Override
    public void onLive() {
        view.showLive(lines.size() == 0);
    }

    @Override
    public void onRefused(Refusal refusal) {
        view.showProblem(refusal.message());
    }

    @Override
    public void onClosed(Closed closed) {
        SignIn.forget();
        view.showProblem("The connection is closed. Reload the page to enter again.");
    }

    @Override
    public void onWarning(String message) {
        view.showProblem(message);
    }

    /** Waits for what becomes of a message. */
    private final class Sending implements WriteListener {
        private final String id;

        Sending(String id) {
            this.id = id;
        }

        /** Its row came before this, unless somebody has deleted it already. */
        @Override
        public void onCommitted(@Nullable Encodable result) {
            Line line = lines.get(id);
            if (line != null && line.state() == Line.State.PENDING) {
                lines.remove(id);
            }
        }

        @Override
        public void onRejected(Refusal refusal) {
            refuse(refusal.message());
        }

        @Override
        public void onUnknown(String txId) {
            refuse("It is not known whether it arrived.");
        }

        @Override
        public void onNotSent(Closed closed) {
            refuse("The connection is closed.");
        }

        private void refuse(String reason) {
            Line line = lines.get(id);
            if (line != null && line.state() == Line.State.PENDING) {
                lines.put(line.refused(reason));
            }
        }
    }
}
