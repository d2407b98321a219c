package dev.samovar.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UrlTest {
    @Test
    void aUrlHasItsParts() {
        Url url = Url.parse("https://example.com:8443/rooms/42?user=a&user=b#top");

        assertThat(url.origin()).isEqualTo("https://example.com:8443");
        assertThat(url.pathname()).isEqualTo("/rooms/42");
        assertThat(url.search()).isEqualTo("?user=a&user=b");
        assertThat(url).hasToString("https://example.com:8443/rooms/42?user=a&user=b#top");
    }

    @Test
    void aUrlWithoutAPathHasTheRoot() {
        assertThat(Url.parse("https://example.com").pathname()).isEqualTo("/");
        assertThat(Url.parse("https://example.com").search()).isEmpty();
        assertThat(Url.parse("https://example.com?a=b").pathname()).isEqualTo("/");
        assertThat(Url.parse("https://example.com?a=b").origin()).isEqualTo("https://example.com");
        assertThat(Url.parse("https://example.com#a/b?c").pathname()).isEqualTo("/");
        assertThat(Url.parse("https://example.com#a/b?c").search()).isEmpty();
    }

    @Test
    void aQuestionMarkInTheFragmentStartsNoQuery() {
        Url url = Url.parse("https://example.com/a#b?c=d");

        assertThat(url.pathname()).isEqualTo("/a");
        assertThat(url.searchParam("c")).isNull();
    }

    @Test
    void aSlashInTheQueryIsNoPath() {
        Url url = Url.parse("https://example.com?next=/a/b");

        assertThat(url.origin()).isEqualTo("https://example.com");
        assertThat(url.searchParam("next")).isEqualTo("/a/b");
    }

    @Test
    void aTextWithoutSchemeOrHostIsRefused() {
        for (String wrong : new String[] {"", "/path", "example.com", "://host", "https://"}) {
            assertThatThrownBy(() -> Url.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Not an absolute URL");
        }
    }

    @Test
    void aParameterIsFoundByItsDecodedName() {
        Url url = Url.parse("https://h/?a=1&b&c=&=d&e%3D=%C3%A9+%2B&a=2&f=x=y");

        assertThat(url.searchParam("a")).isEqualTo("1");
        assertThat(url.searchParam("b")).isEmpty();
        assertThat(url.searchParam("c")).isEmpty();
        assertThat(url.searchParam("")).isEqualTo("d");
        assertThat(url.searchParam("e=")).isEqualTo("é +");
        assertThat(url.searchParam("f")).isEqualTo("x=y");
        assertThat(url.searchParam("g")).isNull();
        assertThat(Url.parse("https://h/").searchParam("a")).isNull();
        assertThat(Url.parse("https://h/?").searchParam("a")).isNull();
    }

    @Test
    void anEscapeIsDecodedAsUtf8() {
        assertThat(Url.decode("%41%c3%A9%F0%9F%98%80+%00")).isEqualTo("Aé😀+\0");
        assertThat(Url.decode("plain é")).isEqualTo("plain é");
    }

    @Test
    void whatIsNoEscapeStaysAsItIs() {
        for (String text : new String[] {"%", "%4", "100%", "%zz", "%4g", "%%", "%-1", "%+1", "% 1", "%@1", "%:1"}) {
            assertThat(Url.decode(text)).as(text).isEqualTo(text);
        }
        assertThat(Url.decode("%%41")).isEqualTo("%A");
        assertThat(Url.decode("%C3%41")).isEqualTo("%C3A");
    }

    @Test
    void bytesThatAreNoUtf8StayEscaped() {
        String[] wrong = {
            "%80",
            "%C3",
            "%C3x",
            "%C3%",
            "%C3%C3",
            "%E2%82",
            "%F0%9F%98", // cut short
            "%C0%80",
            "%E0%80%80",
            "%F0%80%80%80", // longer than needed
            "%ED%A0%80",
            "%F4%90%80%80",
            "%F8%88%80%80%80",
            "%FF" // surrogate, beyond Unicode, no lead
        };
        for (String text : wrong) {
            assertThat(Url.decode(text)).as(text).isEqualTo(text);
        }
    }

    @Test
    void anyTextSurvivesAParameter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
                    .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);

            Url url = Url.parse("https://h/?p=" + encoded);

            assertThat(url.searchParam("p"))
                    .as("seed %d", seed)
                    .isEqualTo(text)
                    .isEqualTo(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        }
    }
}
