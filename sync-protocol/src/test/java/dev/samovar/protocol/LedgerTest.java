package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden frames are promises to clients that are out, so none changes without a word: the ledger of PROTOCOL.md holds
 * the hash of each file.
 */
class LedgerTest {
    private static final Path FRAMES = Path.of("src/test/resources/frames");
    private static final Path PAGE = Path.of("../PROTOCOL.md");

    @ParameterizedTest
    @MethodSource("files")
    void ledgerHoldsTheHashOfTheFile(Path file) throws IOException {
        String line = "| `" + file.getFileName() + "` | `" + sha256(file) + "` |";

        assertThat(Files.readAllLines(PAGE))
                .as("the ledger of PROTOCOL.md, after a line that says what changed for which version")
                .contains(line);
    }

    @Test
    void ledgerHoldsNoOtherHash() throws IOException {
        List<String> hashes = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `[a-z0-9-]+\\.json` \\| `[0-9a-f]{64}` \\|"))
                .toList();

        assertThat(hashes).hasSameSizeAs(files());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FRAMES)) {
            return files.sorted().toList();
        }
    }

    /** As {@code sha256sum} shows it, whatever ends the lines of this checkout. */
    private static String sha256(Path file) throws IOException {
        String text = Files.readString(file).replace("\r\n", "\n");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
