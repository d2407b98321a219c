package dev.samovar.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.ResetReason;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's pages: every code has its entry, and every link leads somewhere. */
class PagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TROUBLESHOOTING = ROOT.resolve("TROUBLESHOOTING.md");
    private static final Path REACT_GUIDE = ROOT.resolve("docs/react-client.md");
    private static final Pattern ERROR_CLASS = Pattern.compile("export class (\\w+Error) ");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern FILE =
            Pattern.compile("`(?:[a-z./-]*/)?(\\w+\\.java|[a-z-]+\\.test\\.mjs)`|`(\\w+Test)`");
    private static final Pattern NAMED = Pattern.compile("TROUBLESHOOTING(?:\\.md)?#([a-z0-9_-]+)");

    @ParameterizedTest
    @EnumSource
    void everyErrorCodeHasItsAnchor(ErrorCode code) throws IOException {
        assertThat(anchors(TROUBLESHOOTING)).contains(code.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorCodeIsInTheProtocol(ErrorCode code) throws IOException {
        assertThat(Files.readString(ROOT.resolve("PROTOCOL.md"))).contains("`" + code.name() + "`");
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorCodeIsInTheGuideForReact(ErrorCode code) throws IOException {
        assertThat(Files.readString(REACT_GUIDE)).contains("[`" + code.name() + "`]");
    }

    @Test
    void everyErrorOfTheClientIsInTheGuideForReact() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher error = ERROR_CLASS.matcher(Files.readString(ROOT.resolve("client-web/src/main/npm/index.d.ts")));
        String guide = Files.readString(REACT_GUIDE);
        int found = 0;
        while (error.find()) {
            found++;
            if (!guide.contains("`" + error.group(1) + "`")) {
                missing.add(error.group(1));
            }
        }

        assertThat(found).isPositive();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyCloseCodeHasItsAnchor() throws IllegalAccessException, IOException {
        List<String> expected = new ArrayList<>();
        for (Field code : CloseCode.class.getFields()) {
            expected.add("close-code-" + code.getInt(null));
        }

        assertThat(expected).isNotEmpty();
        assertThat(anchors(TROUBLESHOOTING)).containsAll(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonOfAResetIsExplained(ResetReason reason) throws IOException {
        assertThat(Files.readString(TROUBLESHOOTING)).contains("| `" + reason.wireName() + "` |");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            if (!link.group(1).contains("://") && !leadsSomewhere(page, link.group(1))) {
                broken.add(link.group(1));
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyAnchorThatAMessageNamesExists() throws IOException {
        Set<String> known = anchors(TROUBLESHOOTING);
        List<String> broken = new ArrayList<>();
        for (Path source : files(".java", ".js", ".mjs", ".ts", ".toml")) {
            Matcher named = NAMED.matcher(Files.readString(source));
            while (named.find()) {
                if (!known.contains(named.group(1))) {
                    broken.add(source + ": " + named.group());
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFileAndTestThatAPageNamesExists(Path page) throws IOException {
        Set<String> known = new HashSet<>();
        for (Path file : files(".java", ".mjs", ".js")) {
            known.add(String.valueOf(file.getFileName()));
        }
        List<String> missing = new ArrayList<>();
        Matcher name = FILE.matcher(Files.readString(page));
        while (name.find()) {
            String file = name.group(1) == null ? name.group(2) + ".java" : name.group(1);
            if (!known.contains(file)) {
                missing.add(file);
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void anAnchorIsMadeAsGitHubMakesIt() {
        assertThat(anchor("9. Filters, orders and windows")).isEqualTo("9-filters-orders-and-windows");
        assertThat(anchor("TX_ID_REUSED")).isEqualTo("tx_id_reused");
        assertThat(anchor("`samovar/1`: frames")).isEqualTo("samovar1-frames");
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path other = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(other)) {
            return false;
        }
        return hash < 0 || anchors(other).contains(target.substring(hash + 1));
    }

    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        boolean isCode = false;
        for (String line : Files.readAllLines(page)) {
            isCode ^= line.startsWith("```");
            if (!isCode && line.startsWith("#")) {
                anchors.add(anchor(line.substring(line.indexOf(' ') + 1)));
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static List<Path> pages() throws IOException {
        return files(".md");
    }

    /** Those of the project itself: nothing that was built or installed. */
    private static List<Path> files(String... endings) throws IOException {
        Set<String> foreign = Set.of("node_modules", "target", ".git", ".wrangler");
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return foreign.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Stream.of(endings).anyMatch(ending -> file.toString().endsWith(ending))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
