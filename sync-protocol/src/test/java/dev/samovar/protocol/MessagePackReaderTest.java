package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.ok;
import static dev.samovar.protocol.Frames.reason;
import static dev.samovar.protocol.Frames.unhex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePackReaderTest {
    private static final Limits SMALL = new Limits(1_000, 3, 5, 10);

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "7f, 127",
        "e0, -32",
        "ff, -1",
        "cc00, 0",
        "ccff, 255",
        "cdffff, 65535",
        "ceffffffff, 4294967295",
        "ce7fffffff, 2147483647",
        "d080, -128",
        "d07f, 127",
        "d18000, -32768",
        "d280000000, -2147483648",
        "ca3fc00000, 1.5",
        "cb3ff8000000000000, 1.5",
        "cb8000000000000000, 0",
        "ca7fc00000, NaN",
        "cbfff0000000000000, -Infinity",
    })
    void everyWidthOfANumberIsTheSameNumber(String hex, double value) {
        assertThat(read(hex)).isEqualTo(Value.of(value));
    }

    @ParameterizedTest
    @CsvSource({
        "cf0000000000000007, 7",
        "d30000000000000007, 7",
        "cfffffffffffffffff, 18446744073709551615",
        "cf8000000000000000, 9223372036854775808",
        "d3ffffffffffffffff, -1",
        "d38000000000000000, -9223372036854775808",
    })
    void integerOf64BitsIsABigInt(String hex, String value) {
        assertThat(read(hex)).isInstanceOf(Value.BigInt.class).hasToString(value);
    }

    @Test
    void bigIntEqualsItselfInBothFormsAndNeverANumber() {
        assertThat(read("cf0000000000000007")).isEqualTo(read("d30000000000000007"));
        assertThat(read("cf0000000000000007")).isNotEqualTo(read("07"));
        assertThat(read("cfffffffffffffffff")).isNotEqualTo(read("d3ffffffffffffffff"));
    }

    @Test
    void bigIntOfPositiveBitsCannotBeNegative() {
        assertThatThrownBy(() -> new Value.BigInt(7, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BigInt.of");
    }

    @Test
    void nilAndBooleans() {
        assertThat(read("c0")).isSameAs(Value.NULL);
        assertThat(read("c3")).isEqualTo(Value.of(true));
        assertThat(read("c2")).isEqualTo(Value.of(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a26869", "d9026869", "da00026869", "db000000026869"})
    void textInEveryForm(String hex) {
        assertThat(read(hex)).isEqualTo(Value.of("hi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c4020102",
                "c500020102",
                "c6000000020102",
                "d5000102",
                "c702000102",
                "c80002000102",
                "c900000002000102"
            })
    void bytesAsBinAndAsExtensionTypeZero(String hex) {
        assertThat(read(hex)).isEqualTo(Value.of(new byte[] {1, 2}));
    }

    @Test
    void bytesAreACopyOfTheFrame() {
        byte[] frame = unhex("c4020102");
        Value value = ok(MessagePackReader.read(frame, SMALL));

        frame[2] = 9;

        assertThat(value).isEqualTo(Value.of(new byte[] {1, 2}));
    }

    @ParameterizedTest
    @CsvSource({
        "d6ffffffffff, 4294967295, 0",
        "c704ff00000001, 1, 0",
        "d7ffee6b27ffffffffff, 17179869183, 999999999",
        "c70cff3b9ac9ffffffffffffffffff, -1, 999999999",
    })
    void timestampInEveryForm(String hex, long seconds, int nanos) {
        assertThat(read(hex)).isEqualTo(new Value.Timestamp(seconds, nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d7ffee6b280000000000", "c70cffffffffff0000000000000000", "c70cff3b9aca000000000000000000"})
    void timestampOfTooManyNanosecondsIsMalformed(String hex) {
        assertThat(malformed(hex)).contains("999,999,999 nanoseconds");
    }

    @Test
    void timestampOfTooManyNanosecondsCannotBeMade() {
        assertThatThrownBy(() -> new Value.Timestamp(0, 1_000_000_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Value.Timestamp(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "d4ff00, a timestamp has 1 bytes",
        "d40100, extension type 1 ",
        "d48000, extension type -128 ",
        "c1, no value begins with byte 193",
        "0000, 1 bytes follow the value",
        "'', the bytes end too early",
        "81c400, a map key is neither text nor a whole number",
        "81c000, a map key is neither text",
        "81c300, a map key is neither text",
        "818000, a map key is neither text",
        "81d4000100, a map key is neither text",
        "81cf000000000000000100, a map key is neither text",
        "81cb3fe000000000000000, a map key is neither text",
        "81cb7ff800000000000000, a map key is neither text",
        "81cb434000000000000000, a map key is neither text",
        "81a95f5f70726f746f5f5f00, __proto__",
    })
    void whatNoPeerMeansIsMalformed(String hex, String reason) {
        assertThat(malformed(hex)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "8107c0, 7",
        "81ffc0, -1",
        "81cc80c0, 128",
        "81d080c0, -128",
        "81ceffffffffc0, 4294967295",
        "81cb433fffffffffffffc0, 9007199254740991",
        "81cb8000000000000000c0, 0",
    })
    void wholeNumberAsKeyBecomesText(String hex, String key) {
        assertThat(read(hex)).isEqualTo(Value.map(key, Value.NULL));
    }

    @Test
    void lastOfEqualKeysWins() {
        assertThat(read("82a16101a16102")).isEqualTo(Value.map("a", Value.of(2)));

        byte[] large = unhex("de0014" + "a16101".repeat(19) + "a16102");
        assertThat(ok(MessagePackReader.read(large, Limits.SERVER_INBOUND))).isEqualTo(Value.map("a", Value.of(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82a16101a16290",
                "de0002a16101a16290",
                "df00000002a16101a162dc0000",
                "82d90161cc01da000162dd00000000"
            })
    void containersInEveryForm(String hex) {
        assertThat(read(hex)).isEqualTo(Value.map("a", Value.of(1), "b", Value.array()));
    }

    @Test
    void readValuesCannotBeChanged() {
        Value.Map map = (Value.Map) read("81a16191c0");
        Value.Array array = (Value.Array) Objects.requireNonNull(map.get("a"));

        Value.Map large =
                (Value.Map) ok(MessagePackReader.read(unhex("de0014" + "a16101".repeat(20)), Limits.SERVER_INBOUND));

        assertThatThrownBy(() -> large.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> array.items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void malformedUtf8IsReplacedAsTheJdkReplacesIt() {
        Gen gen = Gen.create();
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = gen.bytes(gen.below(12));
            withoutSurrogates(bytes);
            char[] chars = new char[bytes.length];

            int count = Utf8.decode(bytes, 0, bytes.length, chars, 0);

            assertThat(new String(chars, 0, count)).as(gen.seed()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a2c3a9, \u00e9",
        "a3e282ac, \u20ac",
        "a4f09f9a80, \ud83d\ude80",
        "a3efbbbf, \ufeff",
        "a1ff, \ufffd",
        "a2c080, \ufffd\ufffd",
        "a3eda080, \ufffd\ufffd\ufffd",
        "a3f09f9a, \ufffd",
        "a4f4908080, \ufffd\ufffd\ufffd\ufffd",
        "a461c37a62, a\ufffdzb",
        "a2e282, \ufffd",
    })
    void utf8OfEveryLength(String hex, String text) {
        assertThat(read(hex)).isEqualTo(Value.of(text));
    }

    @Test
    void frameBytesAreLimited() {
        assertThat(ok(MessagePackReader.read(text(1), new Limits(2, 1, 1, 1)))).isEqualTo(Value.of("x"));

        assertThat(reason(MessagePackReader.read(text(2), new Limits(2, 1, 1, 10))))
                .isEqualTo("The frame has 3 bytes, more than the 2 allowed.");
    }

    @Test
    void depthIsLimited() {
        assertThat(read("919190")).isEqualTo(Value.array(Value.array(Value.array())));
        assertThat(read("9291909190")).isInstanceOf(Value.Array.class);
        assertThat(malformed("91919190")).contains("more than 3 levels");
        assertThat(malformed("81a16181a16181a16180")).contains("more than 3 levels");
    }

    @Test
    void elementsOfAllContainersAreCountedTogether() {
        assertThat(read("95c0c0c0c0c0")).isInstanceOf(Value.Array.class);
        assertThat(malformed("96c0c0c0c0c0c0")).contains("more than 5 elements");
        assertThat(malformed("9292c0c092c0c0")).contains("more than 5 elements");
        assertThat(malformed("9282a161c0a162c082a161c0a162c0")).contains("more than 5 elements");
    }

    @Test
    void textBytesAreLimitedInValuesAndKeys() {
        assertThat(read("aa" + "78".repeat(10))).isEqualTo(Value.of("x".repeat(10)));
        assertThat(malformed("ab" + "78".repeat(11))).contains("more than the 10 allowed");
        assertThat(malformed("81ab" + "78".repeat(11) + "c0")).contains("more than the 10 allowed");
        assertThat(read("c40b" + "00".repeat(11))).isEqualTo(Value.of(new byte[11]));
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new Limits(1, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDepth 0");
    }

    @Test
    void mapOfManyOrdinaryKeysIsRead() {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            entries.put("row-" + i, Value.NULL);
        }
        Value map = new Value.Map(entries);

        assertThat(ok(MessagePackReader.read(Frames.bytes(map), Limits.SERVER_INBOUND)))
                .isEqualTo(map);
    }

    @Test
    void mapOfKeysMadeToCollideIsMalformed() {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            entries.put(key.toString(), Value.NULL);
        }

        assertThat(reason(MessagePackReader.read(Frames.bytes(new Value.Map(entries)), Limits.SERVER_INBOUND)))
                .contains("colliding hashes");
    }

    @Test
    void randomValueIsReadAsItWasWritten() {
        Gen gen = Gen.create();
        MessagePackWriter out = new MessagePackWriter();
        for (int i = 0; i < 20_000; i++) {
            Value value = gen.value(3);
            out.clear();
            value.encodeTo(out);

            Value read = ok(MessagePackReader.read(out.toByteArray(), Limits.CLIENT_INBOUND));

            assertThat(read).as(gen.seed()).isEqualTo(value).hasSameHashCodeAs(value);
        }
    }

    /** The JDK takes the three bytes of a surrogate as one error; browsers, and we, as three. */
    private static void withoutSurrogates(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == (byte) 0xed) {
                bytes[i] = (byte) 0xee;
            }
        }
    }

    private static byte[] text(int length) {
        return Frames.bytes(Value.of("x".repeat(length)));
    }

    private static Value read(String hex) {
        return ok(MessagePackReader.read(unhex(hex), SMALL));
    }

    private static String malformed(String hex) {
        return reason(MessagePackReader.read(unhex(hex), SMALL));
    }
}
