/**
 * The words both ends of a sync connection speak: {@linkplain dev.samovar.protocol.ClientFrame frames of the client},
 * {@linkplain dev.samovar.protocol.ServerFrame frames of the server}, the {@linkplain dev.samovar.protocol.Value
 * values} in them and their MessagePack form, limits and error codes.
 *
 * <p>One WebSocket message is one frame, a MessagePack map whose entry {@code t} names its kind. Bytes become a frame
 * once, in {@link dev.samovar.protocol.FrameReader}, which takes anything a hostile peer may send.
 *
 * <p>What must not be put here: anything that acts on a frame, and anything that knows of a runtime, a database or a
 * socket.
 */
@NullMarked
package dev.samovar.protocol;

import org.jspecify.annotations.NullMarked;
