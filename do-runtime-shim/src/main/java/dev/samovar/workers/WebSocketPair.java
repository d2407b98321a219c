package dev.samovar.workers;

/**
 * Two connected sockets.
 *
 * @param client returned in a {@link Response} with status 101
 * @param server accepted with {@link DurableObjectState#acceptWebSocket}
 */
public record WebSocketPair(WebSocket client, WebSocket server) {}
