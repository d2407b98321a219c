package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends: the client and the object that it is made for, on a real SQLite. */
class EngineTest {
    private final DurableObjectHost<CardTable> host = DurableObjectHost.of(CardTable::new);
    private final EngineClient anna = new EngineClient(host, "anna", 1);
    private final EngineClient boris = new EngineClient(host, "boris", 2);

    @AfterEach
    void nothingWasWrong() {
        assertThat(anna.warnings).isEmpty();
        assertThat(boris.warnings).isEmpty();
        host.close();
    }

    @Test
    void whatOneWritesTheOtherSees() {
        Cards seen = Cards.of(anna, Selection.all());
        boris.insert("1", "red", 3);
        settle();

        assertThat(boris.outcomes).containsEntry("1", "COMMITTED");
        assertThat(seen.rows).containsEntry("1", EngineClient.card("1", "red", 3));
    }

    @Test
    void aWritersOwnRowsAreThereWhenItSettles() {
        Cards seen = Cards.of(anna, Selection.all());
        settle();
        anna.insert("1", "red", 3);
        anna.receive();

        assertThat(anna.outcomes).containsEntry("1", "COMMITTED");
        assertThat(seen.rows).containsKey("1");
    }

    @Test
    void aRefusalSaysWhy() {
        anna.insert("1", "red", -1);
        settle();

        assertThat(anna.outcomes).containsEntry("1", "REJECTED FORBIDDEN");
    }

    @Test
    void anUpdateTakesOneMessageOfTheOther() {
        Cards.of(anna, Selection.all());
        boris.insert("1", "red", 3);
        settle();
        int before = anna.received();

        boris.update("t", "1", "stars", Value.of(4));
        settle();

        assertThat(anna.received() - before).isEqualTo(1);
    }

    @Test
    void filteredSubscriptionsOfOneCollectionHoldTheirRows() {
        Cards seen = new Cards();
        SyncedCollection collection = anna.client.collection("cards", ValueRow.FACTORY, seen);
        collection.subscribe(inBox("red"), seen);
        Subscription many = collection.subscribe(atLeast(3), seen);
        boris.insert("1", "red", 5);
        boris.insert("2", "blue", 5);
        boris.insert("3", "blue", 1);
        settle();
        assertThat(seen.rows).containsOnlyKeys("1", "2");

        boris.update("t1", "1", "stars", Value.of(0));
        boris.update("t2", "2", "box", Value.of("red"));
        settle();
        assertThat(seen.rows).containsOnlyKeys("1", "2");
        many.cancel();
        boris.update("t3", "2", "box", Value.of("blue"));
        settle();

        assertThat(seen.rows).containsOnlyKeys("1");
    }

    @Test
    void aWindowKeepsItsRows() {
        for (int i = 0; i < 6; i++) {
            boris.insert("" + i, "red", i);
        }
        settle();
        Cards seen = Cards.of(anna, top(3));
        settle();
        assertThat(seen.rows).containsOnlyKeys("3", "4", "5");

        boris.update("t1", "0", "stars", Value.of(9));
        boris.delete("t2", "5");
        settle();
        assertThat(seen.rows).containsOnlyKeys("0", "3", "4");
        anna.drop();
        boris.delete("t3", "4");
        settle();

        assertThat(seen.rows).containsOnlyKeys("0", "2", "3");
    }

    @Test
    void aPageIsRead() {
        for (int i = 0; i < 6; i++) {
            boris.insert("" + i, "red", i);
        }
        settle();
        List<Value> ids = new ArrayList<>();
        anna.client.collection("cards", ValueRow.FACTORY, changes -> {}).fetch(top(2), null, new PageListener() {
            @Override
            public void onPage(List<Row> rows, dev.samovar.protocol.Position position) {
                rows.forEach(row -> ids.add(
                        Objects.requireNonNull(((ValueRow) row).columns().get("id"))));
            }

            @Override
            public void onRefused(Refusal refusal) {
                throw new AssertionError(refusal);
            }

            @Override
            public void onClosed(dev.samovar.client.connection.ConnectionState.Closed closed) {
                throw new AssertionError(closed);
            }
        });
        settle();

        assertThat(ids).containsExactly(Value.of("5"), Value.of("4"));
    }

    @Test
    void anUnknownCollectionIsRefused() {
        Cards seen = new Cards();
        anna.client.collection("carts", ValueRow.FACTORY, seen).subscribe(Selection.all(), seen);
        settle();

        assertThat(seen.heard).containsExactly("refused UNKNOWN_COLLECTION");
    }

    /** Each piece is a message that may be the last one before the network goes. */
    @Test
    void aLargeSnapshotComesInPiecesAndGoesOnWhereverItBreaks() {
        String text = "x".repeat(2_000);
        for (int i = 0; i < 400; i++) {
            String id = "k" + i;
            host.run(object -> object.change("INSERT INTO cards VALUES (?, ?, 1)", id, text));
        }
        Cards seen = Cards.of(anna, Selection.all());
        for (int rounds = 0; rounds < 20 && !seen.heard.contains("live"); rounds++) {
            for (int i = 0; i < 4; i++) {
                anna.receive(1);
                host.clock().advance(Duration.ZERO);
            }
            if (seen.heard.isEmpty()) {
                anna.drop();
                String id = "during" + rounds;
                host.run(object -> object.change("INSERT INTO cards VALUES (?, 'new', 1)", id));
                anna.client.networkChanged(true);
            }
        }
        settle();

        assertThat(seen.batches).isEqualTo(1);
        assertThat(seen.rows.equals(table())).isTrue();
        assertThat(seen.rows).containsKeys("k399", "during0", "during1", "during2");
    }

    @Test
    void aLargeSnapshotIsAcknowledgedWithoutADrop() {
        String text = "x".repeat(100_000);
        for (int i = 0; i < 30; i++) {
            String id = "k" + i;
            host.run(object -> object.change("INSERT INTO cards VALUES (?, ?, 1)", id, text));
        }
        Cards seen = Cards.of(anna, Selection.all());
        settle();

        assertThat(seen.rows.equals(table())).isTrue();
    }

    @Test
    void anObjectThatSleptGoesOn() {
        Cards seen = Cards.of(anna, Selection.all());
        boris.insert("1", "red", 3);
        settle();
        host.evict(WebSockets.HIBERNATE);

        boris.update("t", "1", "stars", Value.of(4));
        settle();

        assertThat(seen.rows).isEqualTo(table());
        assertThat(seen.heard).containsExactly("live");
    }

    @Test
    void anObjectThatDiedIsResumed() {
        Cards seen = Cards.of(anna, Selection.all());
        boris.insert("1", "red", 3);
        settle();
        host.evict(WebSockets.CLOSE);
        boris.insert("2", "red", 3);
        advance(60_000);

        assertThat(boris.outcomes).containsEntry("2", "COMMITTED");
        assertThat(seen.rows).isEqualTo(table());
    }

    @Test
    void aDatabaseThatWasWipedReplacesTheRows() {
        Cards seen = Cards.of(anna, Selection.all());
        boris.insert("1", "red", 3);
        settle();
        host.wipeStorage(WebSockets.CLOSE);
        advance(60_000);

        assertThat(seen.rows).isEmpty();
    }

    @Test
    void aWriteWhoseAnswerWasLostIsDoneOnceAndToldSo() {
        anna.insert("1", "red", 3);
        anna.receive(1);
        assertThat(table()).containsOnlyKeys("1");
        anna.drop();
        assertThat(anna.outcomes).containsEntry("1", "");
        advance(1_000);

        assertThat(anna.outcomes).containsEntry("1", "COMMITTED");
        assertThat(host.sql().exec("SELECT count(*) FROM made").one().getLong(0))
                .isEqualTo(1);
    }

    @Test
    void credentialsThatExpireAreRenewedWithoutALossOfRows() {
        long expires = host.clock().millis() / 1_000 + 600;
        anna.claims = "{\"sub\":\"anna\",\"exp\":" + expires + "}";
        Cards seen = Cards.of(anna, Selection.all());
        settle();
        anna.claims = "{\"sub\":\"anna\",\"exp\":" + (expires + 600) + "}";

        advance(900_000);
        boris.insert("1", "red", 3);
        settle();

        assertThat(anna.client.status()).isEqualTo(ConnectionStatus.OPEN);
        assertThat(seen.rows).isEqualTo(table());
        assertThat(seen.heard).containsExactly("live", "live");
    }

    @Test
    void anExpiredTokenThatIsNotRenewedEndsTheConnectionForGood() {
        long expires = host.clock().millis() / 1_000 + 600;
        anna.claims = "{\"sub\":\"anna\",\"exp\":" + expires + "}";
        Cards seen = Cards.of(anna, Selection.all());
        settle();

        advance(700_000);

        assertThat(anna.client.status()).isEqualTo(ConnectionStatus.CLOSED);
        assertThat(seen.heard).containsExactly("live", "closed UNAUTHENTICATED");
    }

    static Selection inBox(String box) {
        return new Selection(function("eq", column("box"), literal(Value.of(box))), null, null, null);
    }

    static Selection atLeast(int stars) {
        return new Selection(function("gte", column("stars"), literal(Value.of(stars))), null, null, null);
    }

    /** The cards of most stars. */
    static Selection top(int limit) {
        Value options = Value.map("direction", Value.of("desc"));
        Value clause = Value.map("expression", column("stars"), "compareOptions", options);
        return new Selection(null, Value.array(clause), limit, null);
    }

    private static Value function(String name, Value... args) {
        return Value.map("type", Value.of("func"), "name", Value.of(name), "args", Value.array(args));
    }

    private static Value column(String name) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(name)));
    }

    private static Value literal(Value value) {
        return Value.map("type", Value.of("val"), "value", value);
    }

    private Map<String, Value.Map> table() {
        return table(host);
    }

    static Map<String, Value.Map> table(DurableObjectHost<CardTable> host) {
        Map<String, Value.Map> rows = new TreeMap<>();
        for (var row : host.sql().exec("SELECT id, box, stars FROM cards").toList()) {
            String id = (String) row.get(0);
            double stars = (Double) Objects.requireNonNull(row.get(2));
            rows.put(id, EngineClient.card(id, (String) row.get(1), (int) stars));
        }
        return rows;
    }

    private void settle() {
        advance(500);
    }

    private void advance(int millis) {
        for (int passed = 0; passed < millis; passed += 50) {
            anna.receive();
            boris.receive();
            host.clock().advance(Duration.ofMillis(50));
            anna.timers.advance(50);
            boris.timers.advance(50);
        }
        anna.receive();
        boris.receive();
    }
}
