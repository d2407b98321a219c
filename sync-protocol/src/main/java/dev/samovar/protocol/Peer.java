package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who is present.
 *
 * @param session the connection, which is another one after a reconnect
 * @param who the user
 * @param state what the peer gave when it joined
 */
public record Peer(String session, String who, @Nullable Encodable state) {}
