package dev.samovar.e2e;

import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that clients write. */
final class NoteCodec implements RowCodec<NoteCodec.Note> {
    record Note(String id, String body) {}

    @Override
    public String primaryKey() {
        return "id";
    }

    @Override
    public List<String> columns() {
        return List.of("id", "body");
    }

    @Override
    public Note decode(RowReader in) {
        return new Note(in.text("id"), in.text("body"));
    }

    @Override
    public List<@Nullable Object> bindings(Note note) {
        return Arrays.asList(note.id(), note.body());
    }
}
