package dev.samovar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.TestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BenchRoomTest {
    private final DurableObjectHost<BenchRoom> room = DurableObjectHost.of(BenchRoom::new);
    private final TestClient bench = TestClient.connect(room, "bench");
    private final TestClient alice = TestClient.connect(room, "alice");

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void benchWritesInEverybodysName() {
        assertThat(bench.insert("messages", "1", message("alice")).isCommitted())
                .isTrue();
        assertThat(bench.update("messages", "1", Map.of("author", "bob")).isCommitted())
                .isTrue();
        assertThat(bench.delete("messages", "1").isCommitted()).isTrue();
    }

    @Test
    void othersWriteInTheirOwnNameOnly() {
        bench.insert("messages", "1", message("bob"));

        assertThat(alice.insert("messages", "2", message("alice")).isCommitted())
                .isTrue();
        assertThat(alice.insert("messages", "3", message("bob")).rejection().code())
                .isEqualTo("FORBIDDEN");
        assertThat(alice.update("messages", "2", Map.of("author", "bob"))
                        .rejection()
                        .code())
                .isEqualTo("FORBIDDEN");
        assertThat(alice.delete("messages", "1").rejection().code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void seedMakesTheRowsThatTheLoadExpects() {
        bench.call("seed", List.of(100, 2));

        assertThat(bench.subscribe("messages").rows()).hasSize(2);
        assertThat(bench.subscribe("messages").row("6be302d5-0000-4000-8000-000000000065"))
                .satisfies(row -> assertThat(row.get("author")).isEqualTo(Value.of("author-1")))
                .satisfies(row -> assertThat(row.get("content"))
                        .isEqualTo(
                                Value.of("Message 101: the samovar is hot, the tea is strong, who brings the cups?")))
                .satisfies(row -> assertThat(row.get("created_at")).isEqualTo(Value.of(1_767_225_600_101L)));
    }

    @Test
    void touchChangesTheRowsOfTheirNumbers() {
        bench.call("seed", List.of(0, 3));

        bench.call("touch", List.of(1, 1));

        assertThat(bench.subscribe("messages").rows().values())
                .filteredOn(row -> row.get("content") instanceof Value.Text text
                        && text.value().endsWith("!"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("author")).isEqualTo(Value.of("author-1")));
    }

    @Test
    void clearRoomTellsHowManyMessagesThereWere() {
        bench.call("seed", List.of(0, 3));

        assertThat(alice.call("clearRoom").result()).isEqualTo(Value.map("deleted", Value.of(3)));
    }

    private static Map<String, Object> message(String author) {
        return Map.of("author", author, "content", "hello", "created_at", 1_700_000_000_000L);
    }
}
