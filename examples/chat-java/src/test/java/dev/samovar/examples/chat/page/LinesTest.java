package dev.samovar.examples.chat.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.examples.chat.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private final List<String> seen = new ArrayList<>();
    private final Lines lines = new Lines(new Lines.View() {
        @Override
        public void inserted(int index, Line line) {
            seen.add(index, line.message().content() + " " + line.state().label());
        }

        @Override
        public void removed(int index) {
            seen.remove(index);
        }
    });

    private static Message message(String id, String content, long createdAt) {
        return new Message(id, "ann", content, createdAt);
    }

    @Test
    void linesStandInTheOrderOfTheirTimesAndThenOfTheirIds() {
        lines.put(Line.confirmed(message("b", "third", 20)));
        lines.put(Line.confirmed(message("c", "first", 10)));
        lines.put(Line.confirmed(message("a", "second", 20)));

        assertThat(seen).containsExactly("first confirmed", "second confirmed", "third confirmed");
    }

    @Test
    void theRowTakesThePlaceOfWhatWasPending() {
        lines.put(Line.pending(message("a", "tea?", 10)));
        assertThat(seen).containsExactly("tea? pending");

        lines.put(Line.confirmed(message("a", "tea?", 10)));

        assertThat(seen).containsExactly("tea? confirmed");
        assertThat(lines.size()).isEqualTo(1);
    }

    @Test
    void aRowThatHasAnotherTimeNowMoves() {
        lines.put(Line.confirmed(message("a", "moves", 10)));
        lines.put(Line.confirmed(message("b", "stays", 20)));

        lines.put(Line.confirmed(message("a", "moves", 30)));

        assertThat(seen).containsExactly("stays confirmed", "moves confirmed");
    }

    @Test
    void aRefusedLineStaysUntilItIsTakenAway() {
        Line pending = Line.pending(message("a", "tea?", 10));
        lines.put(pending);
        lines.put(pending.refused("author mismatch"));
        assertThat(seen).containsExactly("tea? refused");

        lines.remove("a");
        lines.remove("a");

        assertThat(seen).isEmpty();
        assertThat(lines.get("a")).isNull();
    }
}
