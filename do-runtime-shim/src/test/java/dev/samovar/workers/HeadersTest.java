package dev.samovar.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class HeadersTest {
    @Test
    void aNameIsFoundWhateverItsCase() {
        Headers headers = new Headers().set("Content-Type", "text/plain");

        assertThat(headers.get("content-type")).isEqualTo("text/plain");
        assertThat(headers.get("CONTENT-TYPE")).isEqualTo("text/plain");
        assertThat(headers.has("Content-Type")).isTrue();
        assertThat(headers.has("content")).isFalse();
        assertThat(headers.get("content")).isNull();
    }

    @Test
    void aNameDoesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr"));
            assertThat(new Headers().set("ORIGIN", "a").get("origin")).isEqualTo("a");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void appendedValuesAreKeptInOrder() {
        Headers headers =
                new Headers().append("Set-Cookie", "a=1").append("x", "y").append("set-cookie", "b=2");

        assertThat(entries(headers)).containsExactly("set-cookie: a=1", "x: y", "set-cookie: b=2");
        assertThat(headers.get("set-cookie")).isEqualTo("a=1");
    }

    @Test
    void setReplacesAllValuesOfTheName() {
        Headers headers = new Headers().append("a", "1").append("A", "2").append("b", "3");

        headers.set("a", "4");

        assertThat(entries(headers)).containsExactly("b: 3", "a: 4");
    }

    @Test
    void deleteRemovesAllValuesOfTheName() {
        Headers headers = new Headers().append("a", "1").append("b", "2").append("A", "3");

        headers.delete("A").delete("absent");

        assertThat(entries(headers)).containsExactly("b: 2");
    }

    @Test
    void aCopyIsIndependent() {
        Headers headers = new Headers().set("a", "1");
        Headers copy = headers.copy();

        copy.set("a", "2");
        headers.append("b", "3");

        assertThat(entries(headers)).containsExactly("a: 1", "b: 3");
        assertThat(entries(copy)).containsExactly("a: 2");
    }

    private static List<String> entries(Headers headers) {
        List<String> entries = new ArrayList<>();
        headers.forEach((name, value) -> entries.add(name + ": " + value));
        return entries;
    }
}
