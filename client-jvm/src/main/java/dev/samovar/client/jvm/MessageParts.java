package dev.samovar.client.jvm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The parts of a message as they come, up to a bound. */
final class MessageParts {
    private final int maxLength;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private StringBuilder text = new StringBuilder();

    /** @param maxLength of one message: bytes, or UTF-16 units of a text */
    MessageParts(int maxLength) {
        this.maxLength = maxLength;
    }

    /** Whether the part is within the bound. It is not kept if it is not. */
    boolean add(ByteBuffer part) {
        if (part.remaining() > maxLength - bytes.size()) {
            return false;
        }
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
        return true;
    }

    /** Whether the part is within the bound. It is not kept if it is not. */
    boolean add(CharSequence part) {
        if (part.length() > maxLength - text.length()) {
            return false;
        }
        text.append(part);
        return true;
    }

    byte[] takeBytes() {
        byte[] message = bytes.toByteArray();
        bytes = new ByteArrayOutputStream();
        return message;
    }

    String takeText() {
        String message = text.toString();
        text = new StringBuilder();
        return message;
    }
}
