package dev.samovar.workers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {
    @Test
    void theLimitItselfIsNotLonger() {
        for (String text : new String[] {"a", "é", "€", "😀", "aé€😀"}) {
            int length = text.getBytes(StandardCharsets.UTF_8).length;

            assertThat(Utf8.isLongerThan(text, length)).isFalse();
            assertThat(Utf8.isLongerThan(text, length - 1)).isTrue();
        }
    }

    @Test
    void aLoneSurrogateCountsAsItsReplacement() {
        for (String text : new String[] {"\ud800", "\udc00", "\ud800\ud800"}) {
            assertThat(Utf8.isLongerThan(text, text.length() * 3)).isFalse();
            assertThat(Utf8.isLongerThan(text, text.length() * 3 - 1)).isTrue();
        }
    }

    @Test
    void randomTextIsMeasuredAsTheClassLibraryEncodesIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
                    .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append('.')
                    .toString();
            int length = text.getBytes(StandardCharsets.UTF_8).length;

            assertThat(Utf8.isLongerThan(text, length)).as("seed %d", seed).isFalse();
            assertThat(Utf8.isLongerThan(text, length - 1)).as("seed %d", seed).isTrue();
        }
    }
}
