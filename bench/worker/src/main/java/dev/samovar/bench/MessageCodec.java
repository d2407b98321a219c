package dev.samovar.bench;

import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Message} as a row of the table {@code messages}. */
final class MessageCodec implements RowCodec<Message> {
    private static final List<String> COLUMNS = List.of("id", "author", "content", "created_at");

    @Override
    public String primaryKey() {
        return "id";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public Message decode(RowReader in) {
        return new Message(in.text("id"), in.text("author"), in.text("content"), in.integer("created_at"));
    }

    @Override
    public List<@Nullable Object> bindings(Message message) {
        return List.of(message.id(), message.author(), message.content(), message.createdAt());
    }
}
