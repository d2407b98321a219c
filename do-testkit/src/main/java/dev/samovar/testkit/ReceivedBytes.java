package dev.samovar.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Every binary message that a {@link TestClient} has taken in, over all its connections: what somebody at this client
 * could know.
 */
public final class ReceivedBytes {
    private final List<byte[]> messages = new ArrayList<>();
    private long bytes;

    ReceivedBytes() {}

    void add(byte[] message) {
        messages.add(message);
        bytes += message.length;
    }

    /** Whether a text, such as the key of a row that this client must not know, is in any message. */
    public boolean contains(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        return messages.stream().anyMatch(message -> contains(message, wanted));
    }

    /** How many messages there were. */
    public int messages() {
        return messages.size();
    }

    /** How many bytes there were. */
    public long bytes() {
        return bytes;
    }

    private static boolean contains(byte[] message, byte[] wanted) {
        for (int at = 0; at + wanted.length <= message.length; at++) {
            int same = 0;
            while (same < wanted.length && message[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
