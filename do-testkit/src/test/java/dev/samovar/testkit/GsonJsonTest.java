package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.Json;
import dev.samovar.workers.PlatformException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GsonJsonTest {
    private final Json json = new GsonJson();

    @Test
    void valuesAreReadAsPlainJava() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("b", List.of(1.0, true, "x", Map.of(), List.of()));
        object.put("a", null);

        assertThat(json.parse(" {\"b\": [1, true, \"x\", {}, []], \"a\": null} "))
                .isEqualTo(object);
        assertThat(json.parse("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2.0));
        assertThat(json.parse("null")).isNull();
        assertThat(json.parse("1e400")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(json.parse("\"\\u00e9\\n\"")).isEqualTo("\u00e9\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "[1 2]",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "TRUE",
                "01",
                "1.",
                "+1",
                "\"a",
                "\"\t\"",
                "1 2",
                "// c\n1",
                "\uFEFF1",
                "{\"a\":1}}",
                "undefined",
                "\"\\x\""
            })
    void whatIsNotJsonIsASyntaxError(String text) {
        assertThatThrownBy(() -> json.parse(text))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        error -> assertThat(error.name()).isEqualTo("SyntaxError"));
    }

    @Test
    void deepTextsDoNotOverflowTheStack() {
        int depth = 100_000;

        Object value = json.parse("[".repeat(depth) + "]".repeat(depth));

        for (int i = 1; i < depth; i++) {
            value = ((List<?>) java.util.Objects.requireNonNull(value)).get(0);
        }
        assertThat(value).isEqualTo(List.of());
    }

    /** The texts are what V8's JSON.stringify gives. */
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-0.0, 0",
        "0.1, 0.1",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "0.00000123, 0.00000123",
        "1e-7, 1e-7",
        "-1.25e-9, -1.25e-9",
        "9007199254740991, 9007199254740991"
    })
    void numbersAreWrittenAsJavaScriptWritesThem(double number, String text) {
        assertThat(json.stringify(number)).isEqualTo(text);
    }

    @Test
    void textsAreEscapedAsJavaScriptEscapesThem() {
        assertThat(json.stringify("\"\\/\b\f\n\r\t\u0001\u2028<'\u00e9\ud83d\ude00"))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u2028<'\u00e9\ud83d\ude00\"");
        assertThat(json.stringify("\ud83d-\ude00")).isEqualTo("\"\\ud83d-\\ude00\"");
    }

    @Test
    void structuresAreWrittenInTheirOrder() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("z", new ArrayList<>());
        map.put("a", Map.of());
        map.put("n", null);
        map.put("l", List.of(1, 2L, false));

        assertThat(json.stringify(map)).isEqualTo("{\"z\":[],\"a\":{},\"n\":null,\"l\":[1,2,false]}");
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        assertThatThrownBy(() -> json.stringify(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.stringify(List.of(1.5f))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.stringify(Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.stringify(1L << 53)).hasMessageContaining("2^53-1");
        assertThatThrownBy(() -> json.stringify(Long.MIN_VALUE)).hasMessageContaining("2^53-1");
        assertThat(json.stringify((1L << 53) - 1)).isEqualTo("9007199254740991");
    }
}
