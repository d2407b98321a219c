package dev.samovar.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatRoomTest {
    private final DurableObjectHost<ChatRoom> room = DurableObjectHost.of(ChatRoom::new);
    private final TestClient alice = TestClient.connect(room, "alice");
    private final TestClient bob = TestClient.connect(room, "bob");

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aMessageReachesEveryoneInTheRoom() {
        LiveRows seenByBob = bob.subscribe("messages");

        WriteOutcome outcome = alice.insert("messages", "1", message("alice", "hello"));
        room.clock().advance(Duration.ofMillis(50));

        assertThat(outcome.isCommitted()).isTrue();
        assertThat(seenByBob.row("1").get("content")).isEqualTo(Value.of("hello"));
    }

    @Test
    void nobodyWritesInAnothersName() {
        LiveRows messages = alice.subscribe("messages");

        WriteOutcome outcome = alice.insert("messages", "1", message("bob", "hello"));

        assertThat(outcome.rejection().code()).isEqualTo("FORBIDDEN");
        assertThat(outcome.rejection().message()).isEqualTo("author mismatch");
        assertThat(messages.rows()).isEmpty();
    }

    @Test
    void onlyTheAuthorChangesAMessage() {
        alice.insert("messages", "1", message("alice", "hello"));

        assertThat(alice.update("messages", "1", Map.of("content", "hello!")).isCommitted())
                .isTrue();
        assertThat(bob.update("messages", "1", Map.of("content", "bye"))
                        .rejection()
                        .message())
                .isEqualTo("not your message");
        assertThat(alice.update("messages", "1", Map.of("author", "bob"))
                        .rejection()
                        .message())
                .isEqualTo("author mismatch");
    }

    @Test
    void onlyTheAuthorDeletesAMessage() {
        alice.insert("messages", "1", message("alice", "hello"));

        assertThat(bob.delete("messages", "1").rejection().message()).isEqualTo("not your message");
        assertThat(alice.delete("messages", "1").isCommitted()).isTrue();
        assertThat(alice.delete("messages", "1").rejection().code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aMessageHasSomethingToSayAndNotTooMuch() {
        assertThat(alice.insert("messages", "1", message("alice", " "))
                        .rejection()
                        .code())
                .isEqualTo("VALIDATION");
        assertThat(alice.insert("messages", "2", message("alice", "x".repeat(2_000)))
                        .isCommitted())
                .isTrue();
        assertThat(alice.insert("messages", "3", message("alice", "x".repeat(2_001)))
                        .rejection()
                        .message())
                .isEqualTo("validation failed: content must have 1 to 2000 characters");
    }

    @Test
    void clearingTheRoomTellsHowManyMessagesThereWere() {
        alice.insert("messages", "1", message("alice", "hello"));
        bob.insert("messages", "2", message("bob", "hi"));

        WriteOutcome cleared = alice.call("clearRoom");

        assertThat(cleared.result()).isEqualTo(Value.map("deleted", Value.of(2)));
        assertThat(bob.subscribe("messages").rows()).isEmpty();
    }

    private static Map<String, Object> message(String author, String content) {
        return Map.of("author", author, "content", content, "created_at", 1_700_000_000_000L);
    }
}
