package dev.samovar.client.jvm;

import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import dev.samovar.client.Timers;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Limits;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of the JDK, from before it is open. The JDK calls on threads of its own; here each call becomes a task of
 * the client's thread, on which everything else happens.
 *
 * <p>The next message is read when the one before was handled, so a client that is slow holds the server back instead
 * of filling its memory. The JDK takes one message to be sent at a time; the others wait here.
 */
final class JvmSocket implements Socket, WebSocket.Listener {
    /** How long the server may take to say goodbye too. */
    private static final int GOODBYE_MILLIS = 3_000;

    private final Executor loop;
    private final Timers timers;
    private final SocketListener listener;
    private final Deque<Sending> waiting = new ArrayDeque<>();
    private @Nullable WebSocket socket;
    private Timers.@Nullable Timer goodbye;
    private boolean isSending;
    private boolean isOver;

    /** Used by the JDK's thread alone. */
    private final MessageParts parts = new MessageParts(Limits.CLIENT_INBOUND.maxFrameBytes());

    /** One call of the JDK that must not overlap with another. */
    private interface Sending {
        CompletableFuture<WebSocket> begin(WebSocket socket);
    }

    JvmSocket(Executor loop, Timers timers, SocketListener listener) {
        this.loop = loop;
        this.timers = timers;
        this.listener = listener;
    }

    void open(WebSocket.Builder builder, URI uri) {
        CompletableFuture<WebSocket> unused = builder.buildAsync(uri, this)
                .whenComplete((opened, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        opened(opened);
                    } else {
                        failed(failure);
                    }
                }));
    }

    private void opened(WebSocket opened) {
        if (isOver) {
            opened.abort();
            return;
        }
        socket = opened;
        listener.onOpen();
        opened.request(1);
        sendNext();
    }

    private void failed(Throwable failure) {
        if (!isOver) {
            isOver = true;
            listener.onFailed(reason(failure));
        }
    }

    /** What the JDK says of a token that is no subprotocol is not passed on: the token is in it. */
    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            return "The server answered the upgrade with status "
                    + refused.getResponse().statusCode() + ".";
        }
        if (cause instanceof HttpTimeoutException) {
            return "The server did not answer in time.";
        }
        if (cause instanceof IllegalArgumentException) {
            return "The socket could not be made. Is the token one that fits a subprotocol? It may hold letters, digits"
                    + " and ! # $ % & * + - . ^ _ | ~.";
        }
        return "The server was not reached: " + cause;
    }

    @Override
    public void send(byte[] frame) {
        send(target -> target.sendBinary(ByteBuffer.wrap(frame), true));
    }

    @Override
    public void send(String text) {
        send(target -> target.sendText(text, true));
    }

    private void send(Sending sending) {
        if (!isOver) {
            waiting.add(sending);
            sendNext();
        }
    }

    private void sendNext() {
        if (isSending || socket == null || waiting.isEmpty()) {
            return;
        }
        isSending = true;
        CompletableFuture<WebSocket> unused =
                waiting.remove().begin(socket).whenComplete((sent, failure) -> loop.execute(() -> sent(failure)));
    }

    private void sent(@Nullable Throwable failure) {
        isSending = false;
        if (failure == null) {
            sendNext();
        } else {
            broken(failure);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (isOver) {
            return;
        }
        isOver = true;
        if (socket == null) {
            // The handshake has a time limit, and is not cancelled: the JDK would then leave its connection open.
            return;
        }
        waiting.add(target -> target.sendClose(sendable(code), reason));
        sendNext();
        goodbye = timers.start(GOODBYE_MILLIS, socket::abort);
    }

    /** The JDK, as browsers do, lets no application send the codes that tell of a broken protocol. */
    private static int sendable(int code) {
        return code == CloseCode.MALFORMED || code == CloseCode.TOO_LARGE ? CloseCode.NORMAL : code;
    }

    private void broken(Throwable failure) {
        waiting.clear();
        if (socket != null) {
            socket.abort();
        }
        ended(CloseCode.ABNORMAL, failure.toString());
    }

    private void ended(int code, String reason) {
        if (goodbye != null) {
            goodbye.cancel();
        }
        if (!isOver) {
            isOver = true;
            listener.onClosed(code, reason);
        }
    }

    // What the JDK calls.

    /** Nothing is read before the client's thread knows that the socket is open. */
    @Override
    public void onOpen(WebSocket opened) {}

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean isLast) {
        if (!parts.add(part)) {
            tooLarge(from);
        } else if (isLast) {
            byte[] message = parts.takeBytes();
            handle(from, () -> listener.onBinary(message));
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
        if (!parts.add(part)) {
            tooLarge(from);
        } else if (isLast) {
            String message = parts.takeText();
            handle(from, () -> listener.onText(message));
        } else {
            from.request(1);
        }
        return null;
    }

    private void handle(WebSocket from, Runnable message) {
        loop.execute(() -> {
            try {
                if (!isOver) {
                    message.run();
                }
            } finally {
                from.request(1);
            }
        });
    }

    private void tooLarge(WebSocket from) {
        loop.execute(() -> {
            from.abort();
            ended(
                    CloseCode.TOO_LARGE,
                    "A message of the server is larger than " + Limits.CLIENT_INBOUND.maxFrameBytes() + " bytes.");
        });
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        loop.execute(() -> ended(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        loop.execute(() -> broken(failure));
    }
}
