package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.reason;
import static dev.samovar.protocol.Frames.unhex;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.samovar.protocol.Decoding.Malformed;
import dev.samovar.protocol.Decoding.Ok;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes are: an answer, never an exception, and no memory beyond what the bytes are worth. A frame that is
 * taken for good must also be written and read again as the same frame.
 */
class MalformedInputTest {
    @ParameterizedTest
    @MethodSource("dev.samovar.protocol.GoldenFrame#all")
    void frameCutShortAnywhereIsMalformed(GoldenFrame golden) {
        for (int length = 0; length < golden.bytes().length; length++) {
            byte[] cut = Arrays.copyOf(golden.bytes(), length);

            assertThat(FrameReader.clientFrame(cut, Limits.SERVER_INBOUND))
                    .as("%d bytes", length)
                    .isInstanceOf(Malformed.class);
            assertThat(FrameReader.serverFrame(cut, Limits.CLIENT_INBOUND))
                    .as("%d bytes", length)
                    .isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.samovar.protocol.GoldenFrame#all")
    void frameWithAnyByteChangedIsRead(GoldenFrame golden) {
        byte[] bytes = golden.bytes().clone();
        for (int at = 0; at < bytes.length; at++) {
            byte original = bytes[at];
            for (int value = 0; value < 0x100; value++) {
                bytes[at] = (byte) value;
                assertAnswered(bytes, "byte " + at + " is " + value);
            }
            bytes[at] = original;
        }
    }

    @Test
    void randomBytesAreRead() {
        Gen gen = Gen.create();
        for (int i = 0; i < 100_000; i++) {
            assertAnswered(gen.bytes(gen.below(64)), gen.seed());
        }
    }

    @Test
    void framesWithSeveralRandomBytesAreRead() {
        Gen gen = Gen.create();
        List<GoldenFrame> frames = GoldenFrame.all();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = frames.get(gen.below(frames.size())).bytes().clone();
            for (int changes = 1 + gen.below(8); changes > 0; changes--) {
                byte[] patch = gen.bytes(1 + gen.below(4));
                int at = gen.below(bytes.length);
                System.arraycopy(patch, 0, bytes, at, Math.min(patch.length, bytes.length - at));
            }
            assertAnswered(bytes, gen.seed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d9ff", "daffff", "db7fffffff", "dbffffffff", "db00100000", "c4ff", "c5ffff", "c67fffffff",
                "c6ffffffff", "c7ff00", "c8ffff00", "c97fffffff00", "c9ffffffff00", "c97fffffffff", "d800", "d8ff",
                "dcffff", "dd7fffffff", "ddffffffff", "dd0001ffff", "deffff", "df7fffffff", "dfffffffff", "df0001ffff",
                "81dbffffffff", "81db7fffffff", "9fdd7fffffff", "8fa161df7fffffff"
            })
    void declaredLengthBeyondTheBytesTakesNoMemory(String hex) {
        byte[] bytes = unhex(hex);
        reason(MessagePackReader.read(bytes, Limits.CLIENT_INBOUND));

        assertThat(allocatedBytes(() -> MessagePackReader.read(bytes, Limits.CLIENT_INBOUND)))
                .isLessThan(16 * 1024);
    }

    @Test
    void largeFrameOfHeadersTakesMemoryInProportion() {
        // Each level declares as many items as bytes are left, which only the count of all elements stops.
        byte[] bytes = new byte[1 << 20];
        for (int at = 0; at + 5 <= bytes.length; at += 5) {
            int left = bytes.length - at - 5;
            bytes[at] = (byte) 0xdd;
            bytes[at + 1] = (byte) (left >> 24);
            bytes[at + 2] = (byte) (left >> 16);
            bytes[at + 3] = (byte) (left >> 8);
            bytes[at + 4] = (byte) left;
        }

        assertThat(reason(MessagePackReader.read(bytes, Limits.SERVER_INBOUND))).contains("elements");
        assertThat(allocatedBytes(() -> MessagePackReader.read(bytes, Limits.CLIENT_INBOUND)))
                .isLessThan(64 << 20);
    }

    @Test
    void mostExpensiveFrameOfAClientFitsInMemory() {
        // Maps of one entry with an empty key: the most objects that three bytes can ask for.
        byte[] bytes = new byte[1 << 20];
        bytes[0] = (byte) 0xdd;
        int maps = Limits.SERVER_INBOUND.maxElements() / 2;
        bytes[1] = (byte) (maps >> 24);
        bytes[2] = (byte) (maps >> 16);
        bytes[3] = (byte) (maps >> 8);
        bytes[4] = (byte) maps;
        for (int i = 0; i < maps; i++) {
            bytes[5 + 3 * i] = (byte) 0x81;
            bytes[6 + 3 * i] = (byte) 0xa0;
        }
        byte[] frame = Arrays.copyOf(bytes, 5 + 3 * maps);

        assertThat(MessagePackReader.read(frame, Limits.SERVER_INBOUND)).isInstanceOf(Ok.class);
        assertThat(allocatedBytes(() -> MessagePackReader.read(frame, Limits.SERVER_INBOUND)))
                .isLessThan(32 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "81a161", "dc0001", "dd00000001", "de0001a161", "df00000001a161", "81"})
    void depthBombIsMalformed(String level) {
        byte[] bytes = unhex(level.repeat((1 << 20) * 2 / level.length()));

        assertThat(FrameReader.clientFrame(bytes, Limits.SERVER_INBOUND)).isInstanceOf(Malformed.class);
        assertThat(FrameReader.serverFrame(bytes, Limits.CLIENT_INBOUND)).isInstanceOf(Malformed.class);
    }

    private static void assertAnswered(byte[] bytes, String as) {
        Decoding<ClientFrame> fromClient = answer(() -> FrameReader.clientFrame(bytes, Limits.SERVER_INBOUND), as);
        Decoding<ServerFrame> fromServer = answer(() -> FrameReader.serverFrame(bytes, Limits.CLIENT_INBOUND), as);

        if (fromClient instanceof Ok<ClientFrame> ok) {
            assertThat(Frames.clientFrame(Frames.bytes(ok.value()))).as(as).isEqualTo(ok.value());
        }
        if (fromServer instanceof Ok<ServerFrame> ok) {
            assertThat(Frames.serverFrame(Frames.bytes(ok.value()))).as(as).isEqualTo(ok.value());
        }
    }

    private static <T> Decoding<T> answer(Supplier<Decoding<T>> reading, String as) {
        try {
            return reading.get();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("The reader threw: " + as, e);
        }
    }

    private static long allocatedBytes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
