package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePackWriterTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "-0.0, 00",
        "1.0, 01",
        "127, 7f",
        "128, cc80",
        "255, ccff",
        "256, cd0100",
        "65535, cdffff",
        "65536, ce00010000",
        "2147483647, ce7fffffff",
        "2147483648, ce80000000",
        "4294967295, ceffffffff",
        "4294967296, cb41f0000000000000",
        "-1, ff",
        "-32, e0",
        "-33, d0df",
        "-128, d080",
        "-129, d1ff7f",
        "-32768, d18000",
        "-32769, d2ffff7fff",
        "-2147483648, d280000000",
        "-2147483649, cbc1e0000000200000",
        "9007199254740991, cb433fffffffffffff",
        "-9007199254740991, cbc33fffffffffffff",
        "1e300, cb7e37e43c8800759c",
        "0.5, cb3fe0000000000000",
        "-0.5, cbbfe0000000000000",
        "4294967294.5, cb41efffffffd00000",
        "NaN, cb7ff8000000000000",
        "Infinity, cb7ff0000000000000",
        "-Infinity, cbfff0000000000000",
    })
    void numberTakesTheFormThatJavaScriptReadsAsNumber(double value, String hex) {
        assertThat(hex(out -> out.number(value))).isEqualTo(hex);
    }

    @Test
    void floatsHaveTheBitsThatTheJdkGivesThem() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int bits = 33 + random.nextInt(40);
            double whole = Math.floor((1 + random.nextDouble()) * Math.pow(2, bits - 1));
            double number = random.nextBoolean() ? whole : -whole;
            double odd = i % 3 == 0 ? number / 1024 + 0.25 : number;
            double even = i % 3 == 1 ? Math.copySign(Math.pow(2, bits), number) : odd;
            if (Math.abs(even) >= 0x1p32) {
                assertThat(hex(out -> out.number(even)))
                        .as("-Dseed=%d: %s", seed, even)
                        .isEqualTo("cb" + HexFormat.of().toHexDigits(Double.doubleToLongBits(even)));
            }
        }
    }

    @Test
    void rawBytesOfEveryLengthAreCopied() {
        byte[] source = new byte[300];
        for (int i = 0; i < source.length; i++) {
            source[i] = (byte) i;
        }
        for (int count = 0; count < 290; count++) {
            int length = count;
            assertThat(hex(out -> out.nil().raw(source, 7, length)))
                    .isEqualTo("c0" + HexFormat.of().formatHex(source, 7, 7 + length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 255, 256, 70_000})
    void anOpenedTextIsFilledByItsWriter(int bytes) {
        MessagePackWriter out = new MessagePackWriter();
        out.nil();
        int at = out.openText(bytes);
        Arrays.fill(out.array(), at, at + bytes, (byte) 'x');
        out.nil();

        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo("c0" + hex(Value.of("x".repeat(bytes))) + "c0");
    }

    @Test
    void whatWasWrittenCanBeTakenBack() {
        assertThat(hex(out -> {
                    out.bool(true);
                    int length = out.length();
                    out.openText(300);
                    out.cutTo(length);
                    out.bool(false);
                }))
                .isEqualTo("c3c2");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "4294967295, ceffffffff",
        "4294967296, cb41f0000000000000",
        "-2147483649, cbc1e0000000200000",
        "9007199254740991, cb433fffffffffffff",
        "-9007199254740991, cbc33fffffffffffff",
    })
    void integerIsWrittenLikeTheNumberItIs(long value, String hex) {
        assertThat(hex(out -> out.integer(value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"9007199254740992", "-9007199254740992", "9223372036854775807", "-9223372036854775808"})
    void integerThatJavaScriptCannotHoldIsRefused(long value) {
        assertThatThrownBy(() -> new MessagePackWriter().integer(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Long.toString(value))
                .hasMessageContaining("bigInt()");
    }

    @Test
    void bigIntAlwaysTakes64Bits() {
        assertThat(hex(Value.BigInt.of(7))).isEqualTo("cf0000000000000007");
        assertThat(hex(Value.BigInt.of(-1))).isEqualTo("d3ffffffffffffffff");
        assertThat(hex(Value.BigInt.of(Long.MIN_VALUE))).isEqualTo("d38000000000000000");
        assertThat(hex(new Value.BigInt(-1, false))).isEqualTo("cfffffffffffffffff");
    }

    @Test
    void nilAndBooleans() {
        assertThat(hex(out -> out.nil().bool(true).bool(false))).isEqualTo("c0c3c2");
    }

    @ParameterizedTest
    @CsvSource({"0, a0", "1, a1", "31, bf", "32, d920", "255, d9ff", "256, da0100", "65535, daffff", "65536, db00010000"
    })
    void textTakesTheShortestHeader(int length, String header) {
        assertThat(hex(Value.of("x".repeat(length)))).isEqualTo(header + "78".repeat(length));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                9,
                10,
                99,
                100,
                999_999_999,
                1_000_000_000,
                1_000_000_001,
                2_147_483_647,
                2_147_483_648L,
                9_999_999_999L,
                1_000_000_000_000_000L,
                1_000_000_005_000_000L,
                9_007_199_254_740_991L
            })
    void decimalIsTheTextOfTheNumber(long value) {
        assertThat(hex(out -> out.decimal(new Position(value)))).isEqualTo(hex(Value.of(Long.toString(value))));
    }

    @Test
    void headerOfATextCountsBytesAndNotChars() {
        assertThat(hex(Value.of("\u00e9".repeat(15)))).isEqualTo("be" + "c3a9".repeat(15));
        assertThat(hex(Value.of("\u00e9".repeat(16)))).isEqualTo("d920" + "c3a9".repeat(16));
        assertThat(hex(Value.of("x".repeat(31) + "\u20ac"))).isEqualTo("d922" + "78".repeat(31) + "e282ac");
    }

    @Test
    void surrogateWithoutItsPartnerBecomesTheReplacementCharacter() {
        assertThat(hex(Value.of("\ud83d\ude80"))).isEqualTo("a4f09f9a80");
        assertThat(hex(Value.of("a\ud83d"))).isEqualTo("a461efbfbd");
        assertThat(hex(Value.of("\ud83db"))).isEqualTo("a4efbfbd62");
        assertThat(hex(Value.of("\ude80\ud83d"))).isEqualTo("a6efbfbdefbfbd");
        assertThat(hex(Value.of("\ud83d\ud83d\ude80"))).isEqualTo("a7efbfbdf09f9a80");
    }

    @Test
    void everyCharacterIsWrittenAsTheJdkWritesIt() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String text = Character.toString(codePoint);
                byte[] expected = text.getBytes(StandardCharsets.UTF_8);
                byte[] actual = new byte[Utf8.encodedLength(text)];
                Utf8.encode(text, actual, 0);
                assertThat(actual).as("U+%X", codePoint).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, c400", "1, c401", "255, c4ff", "256, c50100", "65535, c5ffff", "65536, c600010000"})
    void bytesTakeTheShortestHeader(int length, String header) {
        assertThat(hex(Value.of(new byte[length]))).isEqualTo(header + "00".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, d6ff00000000",
        "4294967295, 0, d6ffffffffff",
        "4294967296, 0, d7ff0000000100000000",
        "0, 1, d7ff0000000400000000",
        "17179869183, 999999999, d7ffee6b27ffffffffff",
        "17179869184, 0, c70cff000000000000000400000000",
        "-1, 999999999, c70cff3b9ac9ffffffffffffffffff",
        "-9223372036854775808, 0, c70cff000000008000000000000000",
    })
    void timestampTakesTheShortestForm(long seconds, int nanos, String hex) {
        assertThat(hex(new Value.Timestamp(seconds, nanos))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 90, 80",
        "15, 9f, 8f",
        "16, dc0010, de0010",
        "65535, dcffff, deffff",
        "65536, dd00010000, df00010000"
    })
    void containersTakeTheShortestHeader(int size, String array, String map) {
        assertThat(hex(out -> out.arrayHeader(size))).isEqualTo(array);
        assertThat(hex(out -> out.mapHeader(size))).isEqualTo(map);
    }

    @Test
    void mapKeepsTheOrderOfItsEntries() {
        assertThat(hex(Value.map("b", Value.of(1), "a", Value.NULL, "c", Value.array())))
                .isEqualTo("83a16201a161c0a16390");
    }

    @Test
    void writerIsUsedAgainAfterClear() {
        MessagePackWriter out = new MessagePackWriter();
        out.text("x".repeat(5_000));
        byte[] buffer = out.array();

        out.clear();
        out.nil();

        assertThat(out.length()).isEqualTo(1);
        assertThat(out.toByteArray()).containsExactly(0xc0);
        assertThat(out.array()).isSameAs(buffer);
    }

    @Test
    void bufferGrowsAtEveryLength() {
        for (int length = 200; length < 300; length++) {
            MessagePackWriter out = new MessagePackWriter();
            out.raw(new byte[length]);

            out.text("caf\u00e9").number(0.5).timestamp(-1, 1).bytes(new byte[300]);

            assertThat(out.length()).isEqualTo(length + 6 + 9 + 15 + 303);
        }
    }

    @Test
    void partOfBytesCanBeWritten() {
        assertThat(hex(out -> out.raw(new byte[] {1, 2, 3, 4}, 1, 2))).isEqualTo("0203");
    }

    @Test
    void valueThatNestsTooDeepIsRefusedAndTheWriterStaysUsable() {
        MessagePackWriter out = new MessagePackWriter();
        nested(MessagePackWriter.MAX_DEPTH).encodeTo(out);
        out.clear();

        assertThatThrownBy(() -> nested(MessagePackWriter.MAX_DEPTH + 1).encodeTo(out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60 levels");

        out.clear();
        nested(MessagePackWriter.MAX_DEPTH).encodeTo(out);
        assertThat(out.length()).isEqualTo(MessagePackWriter.MAX_DEPTH);
    }

    @Test
    void deepestValueAWriterTakesIsReadInEveryFrame() {
        Value deep = nested(MessagePackWriter.MAX_DEPTH);
        Value.Map cols = Value.map("deep", nested(MessagePackWriter.MAX_DEPTH - 1));
        ClientFrame mut =
                new ClientFrame.Mut("tx-1", "messages", List.of(new MutationOp(Operation.INSERT, "k1", cols)));
        ClientFrame call = new ClientFrame.Call("tx-1", "run", deep);

        assertThat(Frames.clientFrame(Frames.bytes(mut))).isEqualTo(mut);
        assertThat(Frames.clientFrame(Frames.bytes(call))).isEqualTo(call);
    }

    private static Value nested(int depth) {
        Value value = Value.array();
        for (int i = 1; i < depth; i++) {
            value = Value.array(value);
        }
        return value;
    }
}
