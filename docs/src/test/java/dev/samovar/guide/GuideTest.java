package dev.samovar.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the samples of docs/authoring.md against the classes of this package, which are compiled and run. */
class GuideTest {
    private static final Path GUIDE = Path.of("authoring.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/samovar/guide");

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleStandsInASourceLineForLine(Sample sample) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path source : sources()) {
            if (sample.isIn(Files.readAllLines(source))) {
                found.add(source.getFileName());
            }
        }

        assertThat(found).as(sample.text()).isNotEmpty();
    }

    @Test
    void aLineThatDiffersIsFound() {
        Sample sample = new Sample(1, List.of("if (a) {", "    b();", "}"));

        assertThat(sample.isIn(List.of("x", "  if (a) {", "      b();", "  }", "y")))
                .isTrue();
        assertThat(sample.isIn(List.of("  if (a) {", "      c();", "  }"))).isFalse();
        assertThat(sample.isIn(List.of("  if (a) {", "    b();", "  }"))).isFalse();
        assertThat(sample.isIn(List.of("  if (a) {", "      b();"))).isFalse();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> !file.endsWith("GuideTest.java")).toList();
        }
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        List<String> lines = Files.readAllLines(GUIDE);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```java")) {
                int end = i + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                samples.add(new Sample(i + 2, lines.subList(i + 1, end)));
            }
        }
        return samples;
    }

    /** A block of the guide, and the line it begins at. */
    private record Sample(int line, List<String> lines) {
        /** Whether the lines stand there one behind the other, all of them indented by the same number of spaces. */
        boolean isIn(List<String> source) {
            for (int at = 0; at + lines.size() <= source.size(); at++) {
                if (isAt(source, at)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAt(List<String> source, int at) {
            String indent = " "
                    .repeat(Math.max(0, source.get(at).length() - lines.get(0).length()));
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!source.get(at + i).equals(line.isEmpty() ? line : indent + line)) {
                    return false;
                }
            }
            return true;
        }

        String text() {
            return "line " + line + " of the guide:\n" + String.join("\n", lines);
        }

        @Override
        public String toString() {
            return "line " + line;
        }
    }
}
