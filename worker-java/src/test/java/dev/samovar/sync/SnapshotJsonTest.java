package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.TestEnv;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotJsonTest {
    private final LocalRuntime runtime = LocalRuntime.create();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void everyColumnHasItsPlace() {
        Map<String, Value> row = new LinkedHashMap<>();
        row.put("id", Value.of("a"));
        row.put("done", Value.of(true));
        row.put("stars", Value.of(1.5));
        row.put("big", Value.BigInt.of(Long.MIN_VALUE));
        row.put("data", Value.of(new byte[] {-1, -2, 62}));
        row.put("note", Value.NULL);

        assertThat(json(new Value.Map(row))).isEqualTo("""
                {"rows":[{"id":"a","done":true,"stars":1.5,"big":"-9223372036854775808","data":"__4-","note":null}],\
                "epoch":"e","position":1767225600001}""");
    }

    @Test
    void noValueEndsTheScriptThatItStandsIn() {
        String evil = "</script><script>alert(1)</script><!--";

        String json = json(Value.map("id", Value.of("1"), "<b>", Value.of(evil)));

        assertThat(json).doesNotContain("<").contains("\\u003c/script>");
        assertThat(runtime.json().parse(json))
                .isEqualTo(Map.of(
                        "rows", List.of(Map.of("id", "1", "<b>", evil)), "epoch", "e", "position", 1_767_225_600_001d));
    }

    private String json(Value.Map row) {
        SyncSnapshot snapshot = new SyncSnapshot(List.of(row), "e", new Position(1_767_225_600_001L));
        return runtime.worker(
                        (request, env, context) -> Response.json(200, snapshot.toJson(context.globalScope())),
                        new TestEnv())
                .fetch(Request.get("https://example.com/"))
                .text();
    }
}
