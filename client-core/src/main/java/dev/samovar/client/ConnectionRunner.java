package dev.samovar.client;

import dev.samovar.client.connection.Connection;
import dev.samovar.client.connection.ConnectionEffect;
import dev.samovar.client.connection.ConnectionEvent;
import dev.samovar.client.connection.ConnectionEvent.Kind;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Idle;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;
import dev.samovar.client.connection.Transition;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Performs what {@link Connection} decides, with tokens, sockets and timers, and turns what they do into events. */
final class ConnectionRunner {
    private static final String AGENT = "samovar";
    private static final String PING = "ping";

    /** Codes from here on are the object's or the gateway's own, not the network's. */
    private static final int FIRST_APPLICATION_CODE = 4000;

    private final Platform platform;
    private final Speaker speaker;
    private final ClientListener listener;
    private final Connection connection;

    private final List<ConnectionEvent> events = new ArrayList<>();
    private boolean isHandlingEvents;
    private ConnectionState state = new Idle();
    private @Nullable Line line;
    private Timers.@Nullable Timer timer;
    private double timerDueMillis;
    private Timers.@Nullable Timer renewalTimer;
    private int tokenRequests;
    private @Nullable String token;
    private double askedAtMillis;
    private int latencyMillis = SyncClient.UNKNOWN_LATENCY;
    private Position position = Position.zero();

    ConnectionRunner(Platform platform, Connection connection, Speaker speaker, ClientListener listener) {
        this.platform = platform;
        this.connection = connection;
        this.speaker = speaker;
        this.listener = listener;
    }

    ConnectionState state() {
        return state;
    }

    double nextAttemptAtMillis() {
        return state instanceof Waiting ? timerDueMillis : SyncClient.NO_ATTEMPT;
    }

    int latencyMillis() {
        return latencyMillis;
    }

    Position position() {
        return position;
    }

    void handle(int kind) {
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
        double attemptBefore = nextAttemptAtMillis();
        try {
            handleAll();
        } finally {
            isHandlingEvents = false;
        }
        if (state != before || nextAttemptAtMillis() != attemptBefore) {
            listener.onChange();
        }
    }

    private void handleAll() {
        while (!events.isEmpty()) {
            Transition transition =
                    connection.next(state, events.remove(0), platform.random().nextDouble());
            state = transition.state();
            for (ConnectionEffect effect : transition.effects()) {
                perform(effect);
            }
        }
    }

    private void perform(ConnectionEffect effect) {
        switch (effect.kind()) {
            case ConnectionEffect.Kind.FETCH_TOKEN -> fetchToken();
            case ConnectionEffect.Kind.DIAL -> dial();
            case ConnectionEffect.Kind.HANG_UP -> currentLine().hangUp(effect.number());
            case ConnectionEffect.Kind.GREET -> greet();
            case ConnectionEffect.Kind.PING -> {
                askedAtMillis = platform.timers().nowMillis();
                currentLine().socket().send(PING);
            }
            case ConnectionEffect.Kind.START_TIMER -> {
                cancel(timer);
                timer = platform.timers().start(effect.number(), () -> handle(Kind.TIMER_FIRED));
                timerDueMillis = platform.timers().nowMillis() + effect.number();
            }
            case ConnectionEffect.Kind.STOP_TIMER -> cancel(timer);
            case ConnectionEffect.Kind.START_RENEWAL -> {
                cancel(renewalTimer);
                renewalTimer = platform.timers().start(effect.number(), () -> handle(Kind.RENEWAL_DUE));
            }
            case ConnectionEffect.Kind.STOP_RENEWAL -> cancel(renewalTimer);
            case ConnectionEffect.Kind.SUSPEND -> speaker.suspend();
            case ConnectionEffect.Kind.GIVE_UP -> speaker.giveUp((Closed) state);
        }
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void fetchToken() {
        tokenRequests++;
        int request = tokenRequests;
        platform.tokens().fetch(new TokenSource.Listener() {
            @Override
            public void onToken(@Nullable String fetched) {
                if (request == tokenRequests) {
                    // Without a token there may be a cookie, which cannot be compared.
                    boolean isSame = fetched != null && fetched.equals(token);
                    token = fetched;
                    handle(isSame ? Kind.TOKEN_UNCHANGED : Kind.TOKEN_GOT);
                }
            }

            @Override
            public void onFailed(String reason) {
                if (request == tokenRequests) {
                    handle(ConnectionEvent.tokenFailed(reason));
                }
            }
        });
    }

    private void dial() {
        Line next = new Line();
        line = next;
        next.socket = platform.dialer().dial(token, next);
    }

    /** All is sent without waiting for the welcome. */
    private void greet() {
        Line greeted = currentLine();
        askedAtMillis = platform.timers().nowMillis();
        greeted.conversation = new Conversation(greeted.socket(), platform.frames(), AGENT);
        speaker.resume(greeted.socket());
    }

    private Line currentLine() {
        return Objects.requireNonNull(line);
    }

    private void welcomed(ServerFrame.Welcome welcome) {
        answered();
        Double expires = welcome.expires();
        double lifeMillis = expires == null
                ? ConnectionEvent.FOREVER
                : expires - platform.timers().nowMillis();
        handle(ConnectionEvent.welcomed(welcome.heartbeat(), lifeMillis));
    }

    private void answered() {
        latencyMillis = (int) Math.max(0, platform.timers().nowMillis() - askedAtMillis);
    }

    private void heard() {
        if (state instanceof Open open && open.isAwaitingPeer()) {
            handle(Kind.HEARD);
        }
    }

    /** One socket's events. Those of a socket that was given up are ignored: its writes were sent again elsewhere. */
    private final class Line implements SocketListener {
        private @Nullable Socket socket;
        private @Nullable Conversation conversation;
        private boolean isOver;

        Socket socket() {
            return Objects.requireNonNull(socket);
        }

        void hangUp(int code) {
            isOver = true;
            socket().close(code, "");
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
            if (!isCurrent() || conversation == null) {
                return;
            }
            heard();
            try {
                receive(read(message), conversation);
            } catch (BrokenPeerException broken) {
                listener.onWarning(broken.reason());
                handle(ConnectionEvent.broken(broken.closeCode(), broken.reason()));
            }
            if (isCurrent()) {
                conversation.handled(message.length);
            }
        }

        private ServerFrame read(byte[] message) {
            return wellFormed(speaker.read(wellFormed(platform.values().read(message))));
        }

        private static <T> T wellFormed(Decoding<T> decoding) {
            if (decoding instanceof Decoding.Ok<T> ok) {
                return ok.value();
            }
            throw new BrokenPeerException(CloseCode.MALFORMED, ((Decoding.Malformed<T>) decoding).reason());
        }

        private void receive(ServerFrame frame, Conversation spoken) {
            spoken.heard(frame);
            speaker.receive(frame, spoken.epoch());
            if (frame instanceof ServerFrame.Welcome welcome) {
                welcomed(welcome);
            }
            position = spoken.newest();
            if (frame instanceof ServerFrame.Flush || frame instanceof ServerFrame.Live) {
                listener.onBoundary();
            }
        }

        /** The server's only text is its answer to a ping. */
        @Override
        public void onText(String message) {
            if (isCurrent()) {
                answered();
                heard();
            }
        }

        @Override
        public void onFailed(String reason) {
            if (isCurrent()) {
                isOver = true;
                handle(ConnectionEvent.dialFailed(reason));
            }
        }

        @Override
        public void onClosed(int code, String reason) {
            if (isCurrent()) {
                isOver = true;
                if (code >= FIRST_APPLICATION_CODE && conversation != null && !conversation.isWelcomed()) {
                    speaker.turnedAway();
                }
                handle(ConnectionEvent.dropped(code, reason));
            }
        }
    }
}
