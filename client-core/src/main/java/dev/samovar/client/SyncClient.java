package dev.samovar.client;

import dev.samovar.client.connection.Connection;
import dev.samovar.client.connection.ConnectionEffect;
import dev.samovar.client.connection.ConnectionEvent;
import dev.samovar.client.connection.ConnectionEvent.Kind;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Idle;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.Transition;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client of one server: performs what {@link Connection} decides, and takes each frame to the subscriptions or to
 * the outbox. It connects when it is first needed and stays connected until {@link #close}, or until the server closes
 * with a code from 4000 to 4999.
 *
 * <p>To be used on one thread. Its listeners may call it back.
 */
public final class SyncClient {
    private static final String PING = "ping";

    private final Dialer dialer;
    private final Timers timers;
    private final RandomSource random;
    private final ClientListener listener;
    private final FrameEncoder encoder = new FrameEncoder();
    private final Subscriptions subscriptions;
    private final Outbox outbox;

    private final List<ConnectionEvent> events = new ArrayList<>();
    private boolean isHandlingEvents;
    private ConnectionState state = new Idle();
    private @Nullable Line line;
    private Timers.@Nullable Timer retryTimer;
    private Timers.@Nullable Timer livenessTimer;

    public SyncClient(
            Dialer dialer, Timers timers, RandomSource random, ClientOptions options, ClientListener listener) {
        this.dialer = dialer;
        this.timers = timers;
        this.random = random;
        this.listener = listener;
        this.subscriptions = new Subscriptions(encoder, timers, options.answerTimeoutMillis());
        this.outbox = new Outbox(timers, options, listener::onChange);
    }

    public ConnectionStatus status() {
        return ConnectionStatus.of(state);
    }

    /** What {@link #status} sums up, with reasons. */
    public ConnectionState state() {
        return state;
    }

    /** How many writes have no outcome yet. */
    public int pendingWrites() {
        return outbox.size();
    }

    /** Connects, also after a close. Does nothing while it is connected or trying. */
    public void connect() {
        handle(Kind.CONNECT_REQUESTED);
    }

    /** Tries at once if the client is waiting to try again. To be called when the network has come back. */
    public void retryNow() {
        handle(Kind.RETRY_REQUESTED);
    }

    /** Disconnects for good. Writes under way end as unknown; subscriptions go on if {@link #connect} is called. */
    public void close() {
        handle(Kind.CLOSE_REQUESTED);
    }

    /** Follows a collection. Connects if need be, but not a client that is closed. */
    public Subscription subscribe(String collection, CollectionListener collectionListener) {
        Subscription subscription = subscriptions.add(collection, collectionListener);
        if (state instanceof Closed closed) {
            collectionListener.onClosed(closed);
        } else {
            connect();
        }
        return subscription;
    }

    /**
     * Changes rows of a collection, all or none.
     *
     * @param txId unique for ever; the server does what comes with the same id once
     */
    public void mutate(String txId, String collection, List<MutationOp> ops, WriteListener writeListener) {
        write(txId, new ClientFrame.Mut(txId, collection, ops), writeListener);
    }

    /** Runs a command. */
    public void call(String name, @Nullable Value args, WriteListener writeListener) {
        String txId = random.newId();
        write(txId, new ClientFrame.Call(txId, name, args), writeListener);
    }

    private void write(String txId, ClientFrame frame, WriteListener writeListener) {
        if (state instanceof Closed closed) {
            writeListener.onNotSent(closed);
            return;
        }
        outbox.add(txId, encoder.encode(frame), writeListener);
        connect();
    }

    private void handle(Kind kind) {
        handle(ConnectionEvent.of(kind));
    }

    /** Effects and listeners may cause events; they wait for their turn, so that transitions never nest. */
    private void handle(ConnectionEvent event) {
        events.add(event);
        if (isHandlingEvents) {
            return;
        }
        isHandlingEvents = true;
        ConnectionState before = state;
        try {
            while (!events.isEmpty()) {
                Transition transition = Connection.next(state, events.remove(0), random.nextDouble());
                state = transition.state();
                for (ConnectionEffect effect : transition.effects()) {
                    perform(effect);
                }
            }
        } finally {
            isHandlingEvents = false;
        }
        if (state != before) {
            listener.onChange();
        }
    }

    private void perform(ConnectionEffect effect) {
        switch (effect.kind()) {
            case DIAL -> dial();
            case CANCEL_DIAL, HANG_UP -> currentLine().hangUp();
            case SEND_PING -> currentLine().socket().send(PING);
            case START_RETRY_TIMER ->
                retryTimer = timers.start(effect.delayMillis(), () -> handle(Kind.RETRY_TIMER_FIRED));
            case CANCEL_RETRY_TIMER -> cancel(retryTimer);
            case START_LIVENESS_TIMER -> {
                cancel(livenessTimer);
                livenessTimer = timers.start(effect.delayMillis(), () -> handle(Kind.LIVENESS_TIMER_FIRED));
            }
            case CANCEL_LIVENESS_TIMER -> cancel(livenessTimer);
            case RESUME -> {
                Socket socket = currentLine().socket();
                subscriptions.resume(socket);
                outbox.resume(socket);
            }
            case SUSPEND -> {
                subscriptions.suspend();
                outbox.suspend();
            }
            case GIVE_UP -> {
                outbox.giveUp((Closed) state);
                subscriptions.giveUp((Closed) state);
            }
        }
    }

    private void dial() {
        Line next = new Line();
        line = next;
        next.socket = dialer.dial(next);
    }

    private Line currentLine() {
        return Objects.requireNonNull(line);
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void receive(ServerFrame frame) {
        switch (frame.kind()) {
            case SNAP -> subscriptions.receive((ServerFrame.Snap) frame);
            case SNAP_END -> subscriptions.receive((ServerFrame.SnapEnd) frame);
            case DELTA -> subscriptions.receive((ServerFrame.Delta) frame);
            case UP_TO_DATE -> subscriptions.receive((ServerFrame.UpToDate) frame);
            case COMMITTED -> {
                ServerFrame.Committed committed = (ServerFrame.Committed) frame;
                subscriptions.beforeReceipt();
                outbox.committed(committed.txId(), (Value) committed.result());
            }
            case REJECTED -> {
                ServerFrame.Rejected rejected = (ServerFrame.Rejected) frame;
                outbox.rejected(rejected.txId(), rejected.error());
            }
            case RESET -> subscriptions.reset(((ServerFrame.Reset) frame).sub());
            case SUB_ERROR -> subscriptions.receive((ServerFrame.SubError) frame);
            case PAGE, PAGE_ERROR, WELCOME, BEGIN, CHUNK, CHANGES, LIVE, FLUSH, PRESENT, SAID ->
                listener.onWarning("A frame came that this client did not ask for.");
        }
    }

    /** One socket's events. Those of a socket that was given up are ignored: its writes were sent again elsewhere. */
    private final class Line implements SocketListener {
        private @Nullable Socket socket;
        private boolean isOver;

        Socket socket() {
            return Objects.requireNonNull(socket);
        }

        void hangUp() {
            isOver = true;
            socket().close(CloseCode.NORMAL, "");
        }

        private boolean isCurrent() {
            return line == this && !isOver;
        }

        @Override
        public void onOpen() {
            if (isCurrent()) {
                handle(Kind.OPENED);
            }
        }

        @Override
        public void onBinary(byte[] message) {
            if (!isCurrent()) {
                return;
            }
            heard();
            Decoding<ServerFrame> decoding = FrameReader.referenceServerFrame(message, Limits.CLIENT_INBOUND);
            if (decoding instanceof Decoding.Ok<ServerFrame> ok) {
                receive(ok.value());
            } else if (decoding instanceof Decoding.Malformed<ServerFrame> malformed) {
                listener.onWarning("A message of the server was ignored: " + malformed.reason());
            }
        }

        /** The server's only text is its answer to a ping. */
        @Override
        public void onText(String message) {
            if (isCurrent()) {
                heard();
            }
        }

        @Override
        public void onFailed(String reason) {
            if (isCurrent()) {
                isOver = true;
                handle(ConnectionEvent.openFailed(reason));
            }
        }

        @Override
        public void onClosed(int code, String reason) {
            if (isCurrent()) {
                isOver = true;
                handle(ConnectionEvent.dropped(code, reason));
            }
        }

        private void heard() {
            if (state instanceof Open open && (open.failures() > 0 || open.isAwaitingPeer())) {
                handle(Kind.PEER_HEARD);
            }
        }
    }
}
