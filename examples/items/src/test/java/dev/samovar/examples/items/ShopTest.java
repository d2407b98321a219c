package dev.samovar.examples.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShopTest {
    private final DurableObjectHost<Shop> shop = DurableObjectHost.of(Shop::new);
    private final TestClient alice = TestClient.connect(shop, "alice", Profile.SAMOVAR_1);
    private final TestClient bob = TestClient.connect(shop, "bob", Profile.SAMOVAR_1);

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void everyCategorySaysHowManyItemsItHas() {
        Map<String, Value.Map> categories = alice.subscribe("categories").rows();

        assertThat(categories).isNotEmpty();
        for (Map.Entry<String, Value.Map> category : categories.entrySet()) {
            assertThat(category.getValue().get("items"))
                    .as(category.getKey())
                    .isEqualTo(Value.of(
                            alice.subscribe(shelf(category.getKey())).rows().size()));
        }
    }

    @Test
    void noTwoItemsHaveOneName() {
        long names =
                shop.sql().exec("SELECT COUNT(DISTINCT name) FROM items").one().getLong(0);

        assertThat(names)
                .isEqualTo(shop.sql().exec("SELECT COUNT(*) FROM items").one().getLong(0));
    }

    @Test
    void whoLooksAtOneShelfIsToldOfNoOther() {
        LiveRows teas = alice.subscribe(shelf("teas"));
        bob.call("buy", Map.of("item", "jam-0"));
        bob.call("buy", Map.of("item", "teas-0"));
        shop.clock().advance(Duration.ofMillis(50));

        assertThat(teas.row("teas-0").get("stock")).isEqualTo(Value.of(1));
        assertThat(alice.received().contains("teas-0")).isTrue();
        assertThat(alice.received().contains("jam-0")).isFalse();
    }

    @Test
    void buyingTakesOneOffTheShelfForEveryone() {
        LiveRows seenByBob = bob.subscribe(shelf("teas"));

        WriteOutcome bought = alice.call("buy", Map.of("item", "teas-1"));
        shop.clock().advance(Duration.ofMillis(50));

        assertThat(bought.result()).isEqualTo(Value.map("left", Value.of(6)));
        assertThat(seenByBob.row("teas-1").get("stock")).isEqualTo(Value.of(6));
    }

    @Test
    void whatIsSoldOutCannotBeBought() {
        alice.call("buy", Map.of("item", "teas-0"));
        alice.call("buy", Map.of("item", "teas-0"));

        WriteOutcome refused = bob.call("buy", Map.of("item", "teas-0"));

        assertThat(refused.rejection().code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(refused.rejection().message()).isEqualTo("Assam, first flush is sold out");
        assertThat(bob.subscribe(shelf("teas")).row("teas-0").get("stock")).isEqualTo(Value.of(0));
    }

    @Test
    void whatDoesNotExistCannotBeBought() {
        assertThat(alice.call("buy", Map.of("item", "teas")).rejection().code()).isEqualTo("NOT_FOUND");
        assertThat(alice.call("buy", Map.of()).rejection().code()).isEqualTo("VALIDATION");
    }

    @Test
    void nobodyWritesIntoTheShelves() {
        WriteOutcome outcome = alice.update("items", "teas-0", Map.of("price_cents", 1));

        assertThat(outcome.rejection().code()).isEqualTo("NO_HANDLER");
    }

    private static Selection shelf(String category) {
        Value column = Value.map("type", Value.of("ref"), "path", Value.array(Value.of("category")));
        Value wanted = Value.map("type", Value.of("val"), "value", Value.of(category));
        return Selection.of("items")
                .where(Value.map(
                        "type", Value.of("func"), "name", Value.of("eq"), "args", Value.array(column, wanted)));
    }
}
