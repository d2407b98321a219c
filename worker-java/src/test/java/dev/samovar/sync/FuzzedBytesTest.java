package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, they are a frame or malformed; a frame is the same when it is written and read again. */
class FuzzedBytesTest {
    private static final List<String> NAMES = List.of("id", "text", "stars");

    @Test
    void anyBytesAreAFrameOrMalformed() {
        long seed = Seeds.seed();
        FrameFuzzer fuzzer = new FrameFuzzer(new Random(seed), List.of("notes"), NAMES);
        MessagePackWriter out = new MessagePackWriter();
        int frames = 0;
        for (int i = 0; i < Seeds.cases(600_000); i++) {
            byte[] bytes = i % 8 == 0 ? fuzzer.values.junk() : fuzzer.frame();
            try {
                frames += isRepeatable(bytes, out) ? 1 : 0;
            } catch (RuntimeException | AssertionError | StackOverflowError failure) {
                throw new AssertionError("-Dseed=" + seed + ", case " + i, failure);
            }
        }
        assertThat(frames).as("seed %d", seed).isPositive();
    }

    private static boolean isRepeatable(byte[] bytes, MessagePackWriter out) {
        if (!(FrameReader.clientFrame(bytes, Limits.SERVER_INBOUND) instanceof Decoding.Ok<ClientFrame> ok)) {
            return false;
        }
        out.clear();
        FrameWriter.write(ok.value(), out);
        if (!FrameReader.clientFrame(out.toByteArray(), Limits.SERVER_INBOUND).equals(ok)) {
            throw new AssertionError(ok.value() + " is another frame when it is written and read.");
        }
        return true;
    }
}
