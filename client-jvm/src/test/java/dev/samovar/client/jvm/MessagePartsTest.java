package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessagePartsTest {
    private final MessageParts parts = new MessageParts(4);

    private boolean add(int... bytes) {
        byte[] part = new byte[bytes.length];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) bytes[i];
        }
        return parts.add(ByteBuffer.wrap(part));
    }

    @Test
    void aMessageIsAllItsParts() {
        assertThat(add(1)).isTrue();
        assertThat(add()).isTrue();
        assertThat(add(2, 3)).isTrue();

        assertThat(parts.takeBytes()).containsExactly(1, 2, 3);
        assertThat(parts.takeBytes()).isEmpty();
    }

    @Test
    void aMessageOfTheLargestSizeIsTakenAndALargerOneIsNot() {
        assertThat(add(1, 2, 3, 4)).isTrue();
        assertThat(parts.takeBytes()).hasSize(4);

        assertThat(add(1, 2, 3)).isTrue();
        assertThat(add(4, 5)).isFalse();
    }

    @Test
    void aTextIsAllItsPartsUpToTheSameBound() {
        assertThat(parts.add("po")).isTrue();
        assertThat(parts.add("ng")).isTrue();
        assertThat(parts.add("!")).isFalse();

        assertThat(parts.takeText()).isEqualTo("pong");
        assertThat(parts.takeText()).isEmpty();
    }
}
