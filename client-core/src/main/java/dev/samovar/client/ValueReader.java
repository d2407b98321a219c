package dev.samovar.client;

import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.ReadValue;

/** Reads values into the form in which a platform has them. */
@FunctionalInterface
public interface ValueReader {
    /** The one value of MessagePack that a message is. Never throws; what is no such value is malformed. */
    Decoding<? extends ReadValue> read(byte[] message);
}
