package dev.samovar.testkit;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One message of a socket: text or bytes. */
public final class Message {
    private final @Nullable String text;
    private final byte @Nullable [] bytes;

    private Message(@Nullable String text, byte @Nullable [] bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    static Message of(String text) {
        return new Message(text, null);
    }

    static Message of(byte[] bytes) {
        return new Message(null, bytes);
    }

    public boolean isText() {
        return text != null;
    }

    /**
     * The text of a text message.
     *
     * @throws IllegalStateException if it is binary
     */
    public String text() {
        if (text == null) {
            throw new IllegalStateException("The message is binary: " + this + ". Read bytes().");
        }
        return text;
    }

    /**
     * The bytes of a binary message.
     *
     * @throws IllegalStateException if it is text
     */
    public byte[] bytes() {
        if (bytes == null) {
            throw new IllegalStateException("The message is text: " + this + ". Read text().");
        }
        return bytes.clone();
    }

    @Override
    public String toString() {
        return bytes == null ? String.valueOf(text) : "0x" + HexFormat.of().formatHex(bytes);
    }
}
