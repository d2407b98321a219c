package dev.samovar.e2e.jvm;

import dev.samovar.client.jvm.MaterializedCollection;
import dev.samovar.client.jvm.Query;
import dev.samovar.client.jvm.RowValues;
import dev.samovar.client.jvm.SamovarClient;
import dev.samovar.client.jvm.WriteOutcome;
import dev.samovar.examples.chat.Message;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The samples of docs/java-client.md: a guest of the chat that is a Java program. */
final class ChatFromJava implements AutoCloseable {
    private final SamovarClient client;

    ChatFromJava(URI server, String room, Supplier<String> token) {
        client = SamovarClient.at(server.resolve("/sync/" + room)).token(token).build();
    }

    /** For the tests of what the guide does not show. */
    SamovarClient client() {
        return client;
    }

    private static Message message(RowValues row) {
        return new Message(row.text("id"), row.text("author"), row.text("content"), row.integer("created_at"));
    }

    MaterializedCollection<Message> newest(int count) {
        Query newest = Query.ALL.descending("created_at").limit(count);
        return client.collection("messages", newest, ChatFromJava::message);
    }

    MaterializedCollection<Message> by(String author) {
        return client.collection("messages", Query.ALL.where(Predicate.eq("author", author)), ChatFromJava::message);
    }

    List<String> authors() {
        try (MaterializedCollection<Message> newest = newest(50)) {
            return newest.whenLive().join().rows().values().stream()
                    .map(Message::author)
                    .distinct()
                    .toList();
        }
    }

    static void log(MaterializedCollection<Message> messages, Consumer<String> log) {
        messages.onChange(changes -> {
            changes.inserted().forEach((id, message) -> log.accept("new: " + message.content()));
            changes.updated()
                    .forEach((id, update) -> log.accept(update.before().content() + " is now "
                            + update.after().content()));
            changes.deleted().forEach((id, message) -> log.accept("gone: " + message.content()));
        });
    }

    CompletableFuture<WriteOutcome> say(String id, String author, String content, long now) {
        return client.insert("messages", id, Map.of("id", id, "author", author, "content", content, "created_at", now));
    }

    static String explain(WriteOutcome outcome) {
        return switch (outcome.kind()) {
            case COMMITTED -> "done";
            case REJECTED -> ((WriteOutcome.Rejected) outcome).refusal().message();
            case UNKNOWN -> "perhaps done";
            case NOT_SENT -> "not sent";
        };
    }

    CompletableFuture<WriteOutcome> withdraw(List<String> ids) {
        List<MutationOp> ops = new ArrayList<>();
        ids.forEach(id -> ops.add(new MutationOp(Operation.DELETE, id, null)));
        return client.mutate("messages", ops);
    }

    double clear() {
        Value.Map cleared = (Value.Map) client.call("clearRoom").join().orThrow();
        return new RowValues(cleared).number("deleted");
    }

    static SamovarClient oneOfMany(URI object, Supplier<String> token, HttpClient http, ExecutorService threads) {
        return SamovarClient.at(object)
                .token(token)
                .httpClient(http)
                .executor(threads)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
