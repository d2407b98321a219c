package dev.samovar.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same doubles as {@code Double.parseDouble}. */
class DecimalTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Test
    void randomDecimalsBecomeTheNearestDouble() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 900 : 25);
            int point = random.nextInt(length + 1);
            for (int at = 0; at < length; at++) {
                text.append(at == point ? "." : "").append(random.nextInt(10));
            }
            if (random.nextBoolean()) {
                text.append('e').append(random.nextInt(700) - 350);
            }
            assertParsed(text.toString());
        }
    }

    @Test
    void randomDoublesComeBackFromAllTheirDigits() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value) && !Double.isInfinite(value)) {
                assertParsed(Double.toString(value));
                assertParsed(new BigDecimal(value).toPlainString());
            }
        }
    }

    @Test
    void theMiddleOfTwoDoublesBecomesTheEvenOneAndWhatLiesBesideItTheNearer() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong() >> random.nextInt(60)));
            if (!Double.isNaN(value) && value < Double.MAX_VALUE) {
                BigDecimal middle = new BigDecimal(value).add(new BigDecimal(Math.ulp(value) / 2));
                if (value >= Double.MIN_NORMAL * 4) {
                    assertParsed(middle.toPlainString());
                    assertParsed(middle.toPlainString() + (middle.scale() > 0 ? "" : ".") + "0".repeat(900) + "1");
                }
            }
        }
    }

    @Test
    void theEndsOfTheRangeAreKept() {
        for (String text : new String[] {
            "0",
            "-0",
            "000.000e5",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "9007199254740993",
            "9007199254740992.5",
            "1e400",
            "1e-400",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0." + "0".repeat(1_000) + "1e1001",
            "1" + "0".repeat(1_000) + "e-1000",
            ".5",
            "5.",
            "+1E+2",
        }) {
            assertParsed(text);
        }
    }

    private static void assertParsed(String text) {
        assertThat(Decimal.parse(text)).as("%s, -Dseed=%d", text, SEED).isEqualTo(Double.parseDouble(text));
    }
}
