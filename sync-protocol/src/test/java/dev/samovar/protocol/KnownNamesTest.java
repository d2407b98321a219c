package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownNamesTest {
    @Test
    void everyNameIsFoundSoNoTwoShareAPlace() {
        for (String name : KnownNames.NAMES) {
            assertThat(find(name)).isSameAs(name);
        }
    }

    @Test
    void everyKindOfFrameAndOperationIsKnown() {
        for (ClientFrame.Kind kind : ClientFrame.Kind.values()) {
            assertThat(KnownNames.NAMES).contains(kind.wireName());
        }
        for (ServerFrame.Kind kind : ServerFrame.Kind.values()) {
            assertThat(KnownNames.NAMES).contains(kind.wireName());
        }
        for (Operation operation : Operation.values()) {
            assertThat(KnownNames.NAMES).contains(operation.wireName());
        }
    }

    @Test
    void textThatOnlyResemblesANameIsNotFound() {
        assertThat(find("")).isNull();
        assertThat(find("x")).isNull();
        assertThat(find("sxb")).isNull();
        assertThat(find("collectiom")).isNull();
        assertThat(find("t\u0000")).isNull();
        assertThat(find("\u00e9\u00e9")).isNull();
    }

    private static @Nullable String find(String text) {
        byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.UTF_8);
        return KnownNames.find(bytes, 1, bytes.length - 2);
    }
}
