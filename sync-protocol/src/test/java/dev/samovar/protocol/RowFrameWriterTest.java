package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowFrameWriterTest {
    private static final Position SEQ = new Position(12_345_678_901L);
    private static final Value.Map ROW = Value.map("id", Value.of("k"), "text", Value.of("tea"));

    private final MessagePackWriter out = new MessagePackWriter();

    @Test
    void eachSnapIsWrittenAsOneAlone() {
        RowFrameWriter frames = RowFrameWriter.snap("s1", SEQ);

        frames.write(Value.of("k"), ROW, out);
        assertThat(out.toByteArray()).isEqualTo(bytes(new ServerFrame.Snap("s1", "k", ROW, SEQ)));

        out.clear();
        frames.write(Value.of("\u00e9"), Value.map("id", Value.of("\u00e9")), out);
        assertThat(out.toByteArray())
                .isEqualTo(bytes(new ServerFrame.Snap("s1", "\u00e9", Value.map("id", Value.of("\u00e9")), SEQ)));
    }

    @Test
    void anUpdateIsWrittenAsADelta() {
        RowFrameWriter.update("s1", SEQ).write(Value.of("k"), ROW, out);

        assertThat(out.toByteArray()).isEqualTo(bytes(new ServerFrame.Delta("s1", "k", Operation.UPDATE, ROW, SEQ)));
    }

    @Test
    void aFrameIsAppended() {
        RowFrameWriter.snap("s1", SEQ).write(Value.of("k"), ROW, out.nil());

        assertThat(out.toByteArray()[0]).isEqualTo((byte) 0xc0);
        assertThat(out.length()).isEqualTo(1 + bytes(new ServerFrame.Snap("s1", "k", ROW, SEQ)).length);
    }
}
