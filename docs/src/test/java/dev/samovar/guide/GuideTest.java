package dev.samovar.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the samples of the guides against the classes they are cut from, which are compiled and run. */
class GuideTest {
    private static final List<Guide> GUIDES = List.of(
            new Guide("authoring.md", "src/test/java/dev/samovar/guide", Set.of("```java")),
            new Guide("java-client.md", "../test-e2e/src/test/java/dev/samovar/e2e/jvm", Set.of("```java")),
            new Guide("react-client.md", "src/test/react", Set.of("```ts", "```tsx")));

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleStandsInASourceLineForLine(Sample sample) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path source : sample.guide().sources()) {
            if (sample.isIn(Files.readAllLines(source))) {
                found.add(source.getFileName());
            }
        }

        assertThat(found).as(sample.text()).isNotEmpty();
    }

    @Test
    void aLineThatDiffersIsFound() {
        Sample sample = new Sample(GUIDES.get(0), 1, List.of("if (a) {", "    b();", "}"));

        assertThat(sample.isIn(List.of("x", "  if (a) {", "      b();", "  }", "y")))
                .isTrue();
        assertThat(sample.isIn(List.of("  if (a) {", "      c();", "  }"))).isFalse();
        assertThat(sample.isIn(List.of("  if (a) {", "    b();", "  }"))).isFalse();
        assertThat(sample.isIn(List.of("  if (a) {", "      b();"))).isFalse();
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Guide guide : GUIDES) {
            samples.addAll(guide.samples());
        }
        return samples;
    }

    /**
     * A page with samples.
     *
     * @param folder where the sources are that they are cut from
     * @param fences how a block begins that is one
     */
    private record Guide(String page, String folder, Set<String> fences) {
        List<Path> sources() throws IOException {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                return files.filter(file -> !file.endsWith("GuideTest.java")).toList();
            }
        }

        List<Sample> samples() throws IOException {
            List<Sample> samples = new ArrayList<>();
            List<String> lines = Files.readAllLines(Path.of(page));
            for (int i = 0; i < lines.size(); i++) {
                if (fences.contains(lines.get(i))) {
                    int end = i + 1;
                    while (!lines.get(end).equals("```")) {
                        end++;
                    }
                    samples.add(new Sample(this, i + 2, lines.subList(i + 1, end)));
                }
            }
            return samples;
        }
    }

    /** A block of a guide, and the line it begins at. */
    private record Sample(Guide guide, int line, List<String> lines) {
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
            return this + ":\n" + String.join("\n", lines);
        }

        @Override
        public String toString() {
            return "line " + line + " of " + guide.page();
        }
    }
}
