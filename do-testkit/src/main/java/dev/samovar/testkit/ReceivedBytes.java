package dev.samovar.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        return messages.stream().anyMatch(message -> find(message, wanted, 0) >= 0);
    }

    /** Every text of a length in any message that begins so, wherever it stands. What is ASCII is one byte long. */
    public Set<String> texts(String begin, int length) {
        byte[] wanted = begin.getBytes(StandardCharsets.UTF_8);
        Set<String> found = new LinkedHashSet<>();
        for (byte[] message : messages) {
            int at = find(message, wanted, 0);
            while (at >= 0 && at + length <= message.length) {
                found.add(new String(message, at, length, StandardCharsets.UTF_8));
                at = find(message, wanted, at + 1);
            }
        }
        return found;
    }

    /** How many messages there were. */
    public int messages() {
        return messages.size();
    }

    /** How many bytes there were. */
    public long bytes() {
        return bytes;
    }

    private static int find(byte[] message, byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= message.length; at++) {
            int same = 0;
            while (same < wanted.length && message[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }
}
