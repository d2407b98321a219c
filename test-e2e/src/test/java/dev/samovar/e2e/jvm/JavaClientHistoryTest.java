package dev.samovar.e2e.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.jvm.MaterializedCollection;
import dev.samovar.client.jvm.Registration;
import dev.samovar.client.jvm.RowValues;
import dev.samovar.client.jvm.SamovarClient;
import dev.samovar.client.jvm.WriteOutcome;
import dev.samovar.e2e.jvm.ChatServer.Guest;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients on the JVM write at random, while their connections and the server break. */
class JavaClientHistoryTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime() % 1_000_000);
    /** A guard only: nothing here waits for time to pass. */
    private static final int PATIENCE_SECONDS = 60;

    private static final int MEMBERS = 3;
    private static final int STEPS = 240;
    private static final int POWER_CUTS = 2;

    private final Random random = new Random(SEED);
    private final List<Member> members = new ArrayList<>();
    private int names;

    /** A client, its cable, and what it has written. */
    private static final class Member {
        private final Guest guest;
        private final Cable cable;
        private final SamovarClient client;
        private final MaterializedCollection<RowValues> messages;
        private final List<String> written = new ArrayList<>();
        private final List<Write> writes = new ArrayList<>();

        Member(ChatServer server, Guest guest) throws IOException {
            this.guest = guest;
            cable = new Cable(server.uri());
            client = SamovarClient.at(cable.uri().resolve("/sync/history"))
                    .token(guest::token)
                    .build();
            messages = client.collection("messages");
        }
    }

    private record Write(String id, boolean isInsert, CompletableFuture<WriteOutcome> outcome) {}

    @Test
    void everyWriteIsDoneOnceAndEveryMirrorIsRightWhateverBreaks(@TempDir Path folder) throws Exception {
        System.out.println("a history of clients on the JVM from seed " + SEED);
        try (ChatServer server = new ChatServer(folder)) {
            for (int i = 0; i < MEMBERS; i++) {
                members.add(new Member(server, server.signIn("guest" + i)));
            }
            for (int step = 1; step <= STEPS; step++) {
                if (step % (STEPS / (POWER_CUTS + 1)) == 0) {
                    server.kill();
                    server.start();
                }
                step(members.get(random.nextInt(MEMBERS)));
            }

            Set<String> expected = expectedRows();
            for (Member member : members) {
                await(member.messages, expected);
            }
            try (SamovarClient fresh = SamovarClient.at(server.uri().resolve("/sync/history"))
                    .token(members.get(0).guest::token)
                    .build()) {
                Map<String, RowValues> rows =
                        soon(fresh.collection("messages").whenLive()).rows();
                assertThat(rows.keySet()).as("seed " + SEED).isEqualTo(expected);
                for (Member member : members) {
                    assertThat(member.messages.rows()).as("seed " + SEED).isEqualTo(rows);
                }
            }
        } finally {
            for (Member member : members) {
                member.client.close();
                member.cable.close();
            }
        }
    }

    private void step(Member member) {
        int kind = random.nextInt(10);
        if (kind < 6 || member.written.isEmpty()) {
            String id = "m" + names++;
            member.written.add(id);
            Map<String, ?> row = Map.of("id", id, "author", member.guest.userId(), "content", id, "created_at", names);
            member.writes.add(new Write(id, true, member.client.insert("messages", id, row)));
        } else if (kind < 8) {
            String id = member.written.remove(random.nextInt(member.written.size()));
            List<MutationOp> delete = List.of(new MutationOp(Operation.DELETE, id, null));
            member.writes.add(new Write(id, false, member.client.mutate("messages", delete)));
        } else {
            member.cable.cut();
            member.client.connect();
        }
    }

    /** Each write was valid, so done twice or not at all it would have been refused, or have left other rows. */
    private Set<String> expectedRows() throws Exception {
        Set<String> rows = new HashSet<>();
        for (Member member : members) {
            for (Write write : member.writes) {
                assertThat(soon(write.outcome()).isCommitted())
                        .as(write + ", seed " + SEED)
                        .isTrue();
                if (write.isInsert()) {
                    rows.add(write.id());
                } else {
                    rows.remove(write.id());
                }
            }
        }
        return rows;
    }

    private static <T> void await(MaterializedCollection<T> rows, Set<String> keys) throws Exception {
        CompletableFuture<Boolean> met = new CompletableFuture<>();
        Registration registration = rows.onChange(changes -> {
            if (rows.rows().keySet().equals(keys)) {
                met.complete(true);
            }
        });
        soon(met);
        registration.close();
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
