package dev.samovar.e2e;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hibernating sockets. A text message is a command with arguments, separated by spaces. */
final class Sockets implements Routes {
    private final DurableObjectState ctx;
    private final Start start;
    private @Nullable WebSocket lastSeen;

    Sockets(DurableObjectState ctx, Start start) {
        this.ctx = ctx;
        this.start = start;
    }

    @Override
    public Response answer(String action, Request request) {
        return switch (action) {
            case "open" -> open(request);
            case "limits" -> limits();
            default -> Routes.unknown(action);
        };
    }

    private Response open(Request request) {
        if (!"websocket".equals(request.headers().get("upgrade"))) {
            return Response.text(426, "Open a WebSocket.");
        }
        WebSocketPair pair = ctx.globalScope().newWebSocketPair();
        String tags = request.url().searchParam("tags");
        ctx.acceptWebSocket(
                pair.server(), tags == null ? new String[0] : words(tags).toArray(new String[0]));
        return Response.webSocket(pair.client(), new Headers().set("x-probe", "upgraded"));
    }

    /** The refusals of limits that workerd itself checks late or not at all. */
    private Response limits() {
        WebSocket socket = ctx.globalScope().newWebSocketPair().server();
        List<String> refusals = new ArrayList<>();
        refusals.add(refusal(() -> ctx.acceptWebSocket(socket, new String[11])));
        refusals.add(refusal(() -> ctx.acceptWebSocket(socket, "t".repeat(257))));
        refusals.add(refusal(() -> ctx.setWebSocketAutoResponse("r".repeat(2_049), "")));
        refusals.add(refusal(() -> ctx.setWebSocketAutoResponse("", "r".repeat(2_049))));
        refusals.add(refusal(() -> socket.close(1005, "")));
        refusals.add(refusal(() -> socket.close(1000, "ü".repeat(62))));
        refusals.add(refusal(() -> socket.send(new byte[4], 2, 3)));
        return Response.text(200, String.join("\n", refusals));
    }

    void text(WebSocket socket, String message) {
        List<String> words = words(message);
        String argument = words.size() > 1 ? words.get(1) : "";
        switch (words.get(0)) {
            case "echo" -> socket.send(argument);
            case "tags" -> socket.send(ctx.getTags(socket).toString());
            case "peers" ->
                socket.send(String.valueOf(
                        argument.isEmpty()
                                ? ctx.getWebSockets().size()
                                : ctx.getWebSockets(argument).size()));
            case "starts" -> socket.send(String.valueOf(start.count()));
            case "attach" -> socket.send(attach(socket, Integer.parseInt(argument)));
            case "attachment" -> socket.send(attachment(socket));
            case "identity" -> socket.send(identity(socket));
            case "burst" -> socket.send(burst(socket, Integer.parseInt(argument)));
            case "close" -> socket.close(Integer.parseInt(argument), words.get(2));
            case "throw" -> throw new IllegalStateException("a message's handler failed");
            case "close-twice" -> {
                socket.close(1000, "first");
                socket.close(1000, "second");
            }
            case "send-after-close" -> {
                socket.close(1000, "");
                String refusal = refusal(() -> socket.send("late"));
                ctx.getWebSockets("watcher").forEach(watcher -> watcher.send(refusal));
            }
            default -> socket.send("unknown command: " + message);
        }
    }

    /** Sends back all but the first byte, from the middle of an array that is overwritten at once. */
    void bytes(WebSocket socket, byte[] message) {
        socket.send(message, 1, message.length - 1);
        for (int i = 0; i < message.length; i++) {
            message[i] = 0;
        }
    }

    void closed(WebSocket socket, int code, String reason, boolean wasClean) {
        for (WebSocket watcher : ctx.getWebSockets("watcher")) {
            if (watcher != socket) {
                watcher.send("closed " + code + " " + reason + " " + wasClean + " " + ctx.getTags(socket) + " "
                        + attachment(socket));
            }
        }
    }

    private static String attach(WebSocket socket, int length) {
        byte[] attachment = new byte[length];
        for (int i = 0; i < length; i++) {
            attachment[i] = (byte) (i * 7);
        }
        return refusal(() -> socket.serializeAttachment(attachment));
    }

    private static String attachment(WebSocket socket) {
        byte[] attachment = socket.deserializeAttachment();
        if (attachment == null) {
            return "none";
        }
        for (int i = 0; i < attachment.length; i++) {
            if (attachment[i] != (byte) (i * 7)) {
                return "wrong at " + i;
            }
        }
        return attachment.length + " bytes";
    }

    /** The Java object of a socket is the same in every event and in every list. */
    private String identity(WebSocket socket) {
        boolean isListed = false;
        for (WebSocket listed : ctx.getWebSockets()) {
            isListed |= listed == socket;
        }
        boolean isKnown = lastSeen == socket;
        lastSeen = socket;
        return "listed " + isListed + ", known " + isKnown;
    }

    private static String burst(WebSocket socket, int length) {
        byte[] bytes = new byte[length];
        long before = socket.bufferedAmount();
        socket.send(bytes);
        return before + " " + socket.bufferedAmount();
    }

    private static String refusal(Runnable act) {
        try {
            act.run();
            return "accepted";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', from)) {
            words.add(text.substring(from, space));
            from = space + 1;
        }
        words.add(text.substring(from));
        return words;
    }
}
