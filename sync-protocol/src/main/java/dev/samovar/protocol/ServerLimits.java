package dev.samovar.protocol;

/**
 * What a server takes from one connection, told in its {@link ServerFrame.Welcome}. All are positive.
 *
 * @param frameBytes the most bytes of a frame of the client
 * @param opsPerMutation the most operations of a {@link ClientFrame.Mut}
 * @param subscriptions the most subscriptions at a time
 * @param unackedBytes how many bytes the server sends ahead of an {@link ClientFrame.Ack} before it holds snapshots
 *     back
 * @param chunkBytes about the most bytes of a {@link ServerFrame.Chunk}; one row may be more
 */
public record ServerLimits(int frameBytes, int opsPerMutation, int subscriptions, int unackedBytes, int chunkBytes) {}
