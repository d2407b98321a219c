package dev.samovar.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.Message;
import dev.samovar.testkit.TestSocket;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client of a real object, over a network that a test moves: nothing arrives until {@link #receive}. */
final class EngineClient implements Dialer {
    private static final int MAX_STEPS = 10_000;

    final HandTimers timers;
    final SyncClient client;
    final List<String> warnings = new ArrayList<>();

    /** How each write ended, by its id; the empty text while it has not. */
    final Map<String, String> outcomes = new LinkedHashMap<>();

    /** Whether sockets can be opened. */
    boolean isOnline = true;

    /** What is sent as the token: the JSON of the claims. */
    String claims;

    private final DurableObjectHost<CardTable> host;
    private final List<Line> lines = new ArrayList<>();
    private int ids;

    EngineClient(DurableObjectHost<CardTable> host, String subject, long seed) {
        this.host = host;
        this.claims = "{\"sub\":\"" + subject + "\"}";
        this.timers = new HandTimers(host.clock().millis());
        Random random = new Random(seed);
        RandomSource source = new RandomSource() {
            @Override
            public double nextDouble() {
                return random.nextDouble();
            }

            @Override
            public String newId() {
                return subject + "-call-" + ++ids;
            }
        };
        Platform platform = new Platform(
                this, listener -> listener.onToken(claims), timers, source, ValueRow.READER, new MessagePackEncoder());
        this.client = new SyncClient(platform, ClientOptions.defaults(), OutboxStore.NONE, new ClientListener() {
            @Override
            public void onChange() {}

            @Override
            public void onWarning(String message) {
                warnings.add(message);
            }
        });
    }

    void insert(String id, String box, int stars) {
        write(id, new MutationOp(Operation.INSERT, id, card(id, box, stars)));
    }

    void update(String txId, String id, String column, Value value) {
        write(txId, new MutationOp(Operation.UPDATE, id, Value.map(column, value)));
    }

    void delete(String txId, String id) {
        write(txId, new MutationOp(Operation.DELETE, id, null));
    }

    void call(String name) {
        outcomes.put(name, "");
        client.call(name, null, outcome(name));
    }

    private void write(String txId, MutationOp op) {
        outcomes.put(txId, "");
        client.mutate(txId, "cards", List.of(op), outcome(txId));
    }

    private Outcome outcome(String txId) {
        return new Outcome("", new ArrayList<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean add(String outcome) {
                outcomes.put(txId, outcome.trim());
                return true;
            }
        });
    }

    static Value.Map card(String id, String box, int stars) {
        return Value.map("id", Value.of(id), "box", Value.of(box), "stars", Value.of(stars));
    }

    @Override
    public Socket dial(@Nullable String token, SocketListener listener) {
        Line line = new Line(String.valueOf(token), listener);
        lines.add(line);
        return line;
    }

    /** Takes in everything that has come, and what comes of that. */
    void receive() {
        receive(MAX_STEPS);
    }

    /** Takes in so many messages. */
    void receive(int messages) {
        int left = messages;
        for (boolean isBusy = true; isBusy && left > 0; ) {
            isBusy = false;
            for (Line line : List.copyOf(lines)) {
                if (left > 0 && line.step()) {
                    isBusy = true;
                    left--;
                }
            }
        }
        if (messages == MAX_STEPS && left == 0) {
            throw new AssertionError("The network never becomes quiet.");
        }
    }

    /** Loses the connection, with what had not arrived in either direction. */
    void drop() {
        for (Line line : lines) {
            line.drop();
        }
        receive();
    }

    /** The binary messages that have come so far. */
    int received() {
        return received;
    }

    private int received;

    private final class Line implements Socket {
        private final String token;
        private final SocketListener listener;
        private @Nullable TestSocket socket;
        private boolean isOver;

        Line(String token, SocketListener listener) {
            this.token = token;
            this.listener = listener;
        }

        /** Lets one thing arrive, if there is one. */
        boolean step() {
            if (isOver) {
                return false;
            }
            if (socket == null) {
                open();
                return true;
            }
            Message message = socket.poll();
            if (message != null) {
                if (message.isText()) {
                    listener.onText(message.text());
                } else {
                    received++;
                    listener.onBinary(message.bytes());
                }
                return true;
            }
            if (!socket.isOpen()) {
                isOver = true;
                Integer code = socket.closeCode();
                listener.onClosed(code == null ? 1006 : code, String.valueOf(socket.closeReason()));
                return true;
            }
            return false;
        }

        private void open() {
            if (!isOnline) {
                isOver = true;
                listener.onClosed(1006, "");
                return;
            }
            Headers headers = new Headers()
                    .set("sec-websocket-protocol", Handshake.SUBPROTOCOL)
                    .set(
                            Handshake.CLAIMS_HEADER,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(UTF_8)));
            socket = host.connect(Request.of("GET", "https://object.test/", headers, null));
            listener.onOpen();
        }

        void drop() {
            if (socket != null) {
                socket.drain();
                if (socket.isOpen()) {
                    socket.drop();
                }
            }
        }

        @Override
        public void send(byte[] frame) {
            if (socket != null && socket.isOpen()) {
                socket.send(frame);
            }
        }

        @Override
        public void send(String text) {
            if (socket != null && socket.isOpen()) {
                socket.send(text);
            }
        }

        @Override
        public void close(int code, String reason) {
            isOver = true;
            if (socket != null && socket.isOpen()) {
                socket.close(code, reason);
            }
        }
    }
}
