package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.testkit.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 2.5 and 3.5: what is no frame is counted, told to the log, and harms nobody. */
class InboxTest {
    private final Notes notes = new Notes();
    private final TestClient alice = notes.connect("alice");

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void malformedMessagesAreCountedAndTheNextFrameIsAnswered() {
        alice.socket().send(new byte[] {(byte) 0xc1});
        alice.socket().send(new byte[0]);
        alice.socket().send("{\"t\":\"sub\"}");

        assertThat(alice.frames()).isEmpty();
        assertThat(notes.warnings()).hasSize(3);
        assertThat(notes.warnings().get(2)).startsWith("Malformed frame 3 ignored: a text message");
        assertThat(alice.insert("notes", "1", note("one")).isCommitted()).isTrue();
    }

    @Test
    void anIdThatIsTooLongIsMalformed() {
        String longest = "i".repeat(SyncLimits.MAX_ID_CHARS);

        alice.send(new ClientFrame.Sub(longest, "notes", null, null, null, null, null));
        assertThat(alice.frames()).hasSize(1);
        alice.send(new ClientFrame.Sub(longest + "i", "notes", null, null, null, null, null));
        alice.send(new ClientFrame.Call(longest + "i", "nothing", null));

        assertThat(alice.frames()).isEmpty();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isZero();
        assertThat(notes.warnings()).hasSize(2);
    }
}
