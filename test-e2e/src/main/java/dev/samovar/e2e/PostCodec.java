package dev.samovar.e2e;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of random histories. */
final class PostCodec implements RowCodec<PostCodec.Post> {
    /** @param val a text that no other write has, to be found among what a client got */
    record Post(
            String id,
            String box,
            @Nullable Long stars,
            boolean done,
            String val,
            @Nullable String pad) {}

    @Override
    public String primaryKey() {
        return "id";
    }

    @Override
    public List<String> columns() {
        return List.of("id", "box", "stars", "done", "val", "pad");
    }

    @Override
    public ColumnType type(String column) {
        return column.equals("done") ? ColumnType.BOOLEAN : ColumnType.STORED;
    }

    @Override
    public Post decode(RowReader in) {
        return new Post(
                in.text("id"),
                in.text("box"),
                in.integerOrNull("stars"),
                in.bool("done"),
                in.text("val"),
                in.textOrNull("pad"));
    }

    @Override
    public List<@Nullable Object> bindings(Post post) {
        return Arrays.asList(post.id(), post.box(), post.stars(), post.done() ? 1 : 0, post.val(), post.pad());
    }
}
