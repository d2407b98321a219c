package dev.samovar.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikeTest {
    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, ABC, false",
        "abc, a%, true",
        "abc, %c, true",
        "abc, %b%, true",
        "abc, a_c, true",
        "abc, a__c, false",
        "abc, '', false",
        "'', '', true",
        "'', %, true",
        "'', _, false",
        "aa, a%a, true",
        "a, a%a, false",
        "abab, %ab%ab%, true",
        "aba, %ab%ba%, false",
        "xaxbx, %a_b%, true",
        "a.c, a.c, true",
        "abc, a.c, false",
        "a\\%c, a\\%c, true",
        "abc, %%%c%%, true"
    })
    void matchesWholeTexts(String text, String pattern, boolean expected) {
        assertThat(like(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void wildcardsCrossLines() {
        assertThat(like("a%_c").matches("a\nb\nc")).isTrue();
    }

    @Test
    void theBeginningOfAllMatchesIsKnown() {
        assertThat(like("ab%").prefix()).isEqualTo("ab");
        assertThat(like("ab_d").prefix()).isEqualTo("ab");
        assertThat(like("%ab").prefix()).isEmpty();
    }

    @Test
    void agreesWithASearchThatTriesEverything() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = random(random, "ab", 12);
            String pattern = random(random, "ab%_", 8);

            assertThat(like(pattern).matches(text))
                    .as("seed %d: '%s' like '%s'", seed, text, pattern)
                    .isEqualTo(slowly(text, pattern));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%aaaaaaaaaaaaaaab%",
                "%a%a%a%a%a%a%a%a%a%b",
                "%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_b%",
                "%_a_a_a_a_b%_b%",
                "a%a%a%a%b_%"
            })
    void textIsLookedAtInProportionToItsLength(String pattern) {
        CountedText text = new CountedText("a".repeat(100_000));

        assertThat(like(pattern).matches(text)).isFalse();

        assertThat(text.looks).isLessThan((LikePiece.MAX_WILDCARD_UNITS + 2) * text.length());
    }

    @Test
    void aLongPieceIsLookedForWithoutGoingBack() {
        CountedText text = new CountedText("a".repeat(100_000));

        assertThat(like("%" + "a".repeat(50_000) + "b%").matches(text)).isFalse();

        assertThat(text.looks).isLessThan(2 * text.length());
    }

    @Test
    void aPieceThatWouldBeSlowIsRefused() {
        assertThatThrownBy(() -> like("%" + "a".repeat(32) + "_%"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("at most 32");
        assertThat(like("a".repeat(100) + "_%").matches("a".repeat(101))).isTrue();
    }

    private static Like like(String pattern) {
        return new Like(new Operand.Literal(null), pattern);
    }

    private static boolean slowly(String text, String pattern) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        char c = pattern.charAt(0);
        if (c == '%' && slowly(text, pattern.substring(1))) {
            return true;
        }
        return !text.isEmpty()
                && (c == '%' || c == '_' || c == text.charAt(0))
                && slowly(text.substring(1), c == '%' ? pattern : pattern.substring(1));
    }

    private static String random(Random random, String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(maxLength + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static final class CountedText implements CharSequence {
        private final String text;
        private int looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
