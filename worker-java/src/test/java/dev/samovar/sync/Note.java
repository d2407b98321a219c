package dev.samovar.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the tables of {@link Notes}. */
record Note(String id, String text, long stars) {
    /** @throws IllegalArgumentException if the text is empty */
    Note {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text must not be empty");
        }
    }

    static final class Codec implements RowCodec<Note> {
        @Override
        public String primaryKey() {
            return "id";
        }

        @Override
        public List<String> columns() {
            return List.of("id", "text", "stars");
        }

        @Override
        public Note decode(RowReader in) {
            return new Note(in.text("id"), in.text("text"), in.integer("stars"));
        }

        @Override
        public List<@Nullable Object> bindings(Note note) {
            return List.of(note.id(), note.text(), note.stars());
        }
    }
}
