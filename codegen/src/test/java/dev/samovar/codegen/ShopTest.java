package dev.samovar.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made of the shop's records, in an object that runs. */
class ShopTest {
    private static final long BIG = 9_007_199_254_740_993L;

    @TempDir
    private Path folder;

    private @Nullable DurableObjectHost<?> host;

    @BeforeEach
    void open() throws IOException, ReflectiveOperationException {
        SyncDurableObject<?> shop = ShopSources.compile(folder).instance("shop.Shop", SyncDurableObject.class);
        host = DurableObjectHost.of(() -> shop);
    }

    @AfterEach
    void close() {
        host().close();
    }

    @Test
    void aRowComesBackAsItWasWritten() {
        TestClient alice = TestClient.connect(host(), "alice", Profile.SAMOVAR_1);
        LiveRows articles = alice.subscribe("articles");

        WriteOutcome outcome = alice.insert("articles", "a", article());
        host().clock().advance(Duration.ofMillis(50));

        assertThat(outcome.isCommitted()).as(outcome.toString()).isTrue();
        Map<String, Value> expected = article();
        expected.put("sku", Value.of("a"));
        expected.put("sold", Value.of(7));
        assertThat(articles.row("a").entries()).isEqualTo(expected);
    }

    @Test
    void aRowOfNothingButWhatItMustHaveComesBackWithNulls() {
        TestClient alice = TestClient.connect(host(), "alice", Profile.SAMOVAR_1);
        LiveRows articles = alice.subscribe("articles");
        Map<String, Value> article = article();
        List<String> optional = List.of(
                "sub-title",
                "fragile",
                "shelf",
                "oldCents",
                "oldBarcode",
                "stars",
                "fallback",
                "soldAt",
                "label",
                "rest");
        optional.forEach(article::remove);

        alice.insert("articles", "a", article);
        alice.update("articles", "a", Map.of("size", "#l", "stock", 0));
        host().clock().advance(Duration.ofMillis(50));

        assertThat(articles.row("a").get("size")).isEqualTo(Value.of("#l"));
        assertThat(articles.row("a").get("barcode")).isEqualTo(Value.BigInt.of(BIG));
        assertThat(optional)
                .allSatisfy(column -> assertThat(articles.row("a").get(column)).isEqualTo(Value.NULL));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        TestClient alice = TestClient.connect(host(), "alice");
        Map<String, Value> article = article();
        article.put("title", Value.of("x".repeat(21)));
        article.put("shown", Value.of("yes"));
        article.put("stock", Value.of(-1));
        article.put("shelf", Value.of(0x1p31));
        article.put("cents", Value.of(9_000_000_001L));
        article.put("oldCents", Value.of(0x1p53));
        article.put("barcode", Value.of(0.5));
        article.put("size", Value.of("SMALL"));
        article.put("added_at", Value.NULL);
        article.put("raw", Value.of("bytes"));

        assertThat(alice.insert("articles", "a", article).rejection().message())
                .isEqualTo("validation failed: title must have 1 to 20 characters; shown must be true or false;"
                        + " stock must be 0 to 2147483647; shelf must be -2147483648 to 2147483647;"
                        + " cents must be at most 9000000000; oldCents must be an integer within 2^53-1;"
                        + " barcode must be a bigint of 64 bits; size must be one of s, #l; added_at is missing;"
                        + " raw must be bytes");
    }

    @Test
    void whatIsReadOnlyIsNotWritten() {
        TestClient alice = TestClient.connect(host(), "alice");
        Map<String, Value> article = article();
        article.put("sold", Value.of(1_000));

        assertThat(alice.insert("articles", "a", article).rejection().message())
                .isEqualTo("validation failed: unknown column sold");
    }

    @Test
    void argumentsAndResultsMayBeNested() {
        TestClient alice = TestClient.connect(host(), "alice");
        Value line = new Value.Map(Map.of("sku", Value.of("a"), "count", Value.of(2), "note", Value.of("quick")));
        Map<String, Value> order = new LinkedHashMap<>();
        order.put("lines", Value.array(line, line));
        order.put("coupons", Value.array(Value.of("x"), Value.of("y")));
        order.put("sizes", Value.array(Value.of("#l")));
        order.put("days", Value.map("first", Value.of(1), "last", Value.of(2)));
        order.put("extra", line);

        WriteOutcome ordered = alice.call("order", order);

        assertThat(ordered.isCommitted()).as(ordered.toString()).isTrue();
        assertThat(ordered.result()).isEqualTo(Value.map("order", new Value.Map(order), "articles", Value.array()));
    }

    @Test
    void whatIsWrongWithArgumentsIsToldWithItsPlace() {
        TestClient alice = TestClient.connect(host(), "alice");
        Map<String, Object> order = new HashMap<>();
        order.put("lines", List.of(Map.of("sku", "a", "count", 0.5), Map.of("count", 1)));
        order.put("coupons", List.of("x", 5));
        order.put("sizes", List.of("s", "m"));
        order.put("days", Map.of("first", 1));

        assertThat(alice.call("order", order).rejection().message())
                .isEqualTo(
                        "validation failed: lines[0].count must be an integer within 2^53-1; lines[1].sku is missing;"
                                + " coupons[1] must be text; sizes[1] must be one of s, #l; days.last is missing");
        assertThat(alice.call("order", Map.of("days", Map.of("first", 1, "last", 2), "lines", List.of()))
                        .rejection()
                        .message())
                .isEqualTo("validation failed: lines must have 1 to 3 items; coupons is missing");
    }

    @Test
    void aRowMayBeAResultToo() {
        TestClient alice = TestClient.connect(host(), "alice");
        Map<String, Value> article = article();
        article.put("sku", Value.of("a"));
        article.put("sold", Value.NULL);

        assertThat(alice.call("echo", article).result()).isEqualTo(new Value.Map(article));
    }

    private DurableObjectHost<?> host() {
        return Objects.requireNonNull(host);
    }

    private static Map<String, Value> article() {
        Map<String, Value> article = new LinkedHashMap<>();
        article.put("title", Value.of("Tea"));
        article.put("sub-title", Value.of("green"));
        article.put("shown", Value.of(true));
        article.put("fragile", Value.of(false));
        article.put("stock", Value.of(3));
        article.put("shelf", Value.of(Integer.MIN_VALUE));
        article.put("cents", Value.of(9_000_000_000L));
        article.put("oldCents", Value.of(-1));
        article.put("barcode", Value.BigInt.of(BIG));
        article.put("oldBarcode", Value.BigInt.of(Long.MIN_VALUE));
        article.put("grams", Value.of(0.5));
        article.put("stars", Value.of(4.5));
        article.put("size", Value.of("s"));
        article.put("fallback", Value.of("#l"));
        article.put("added_at", Value.of(1_700_000_000_000L));
        article.put("soldAt", Value.of(-1));
        article.put("image", Value.of(new byte[] {1, 2}));
        article.put("label", Value.of(new byte[] {}));
        article.put("raw", Value.of(new byte[] {3}));
        article.put("rest", Value.of(new byte[] {4}));
        return article;
    }
}
