package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Random histories of clients of one object, whose connections drop at any message, and which sleeps, dies and is
 * wiped. After quiet, every collection is what the table has, and every outcome told is true.
 *
 * <p>{@code -Dseed=n} repeats the history of a failure, {@code -Dhistories=n} runs so many.
 */
class ConvergenceTest {
    private static final int HISTORIES = 300;
    private static final long FIRST_SEED = 71_993;
    private static final int STEPS = 60;
    private static final int KEYS = 12;
    private static final List<String> BOXES = List.of("red", "blue");

    /** Which cards of the table, in the order of their keys, a subscription means. */
    private interface Meaning {
        List<Map.Entry<String, Value.Map>> of(Map<String, Value.Map> table);
    }

    /** A collection with some subscriptions, and what these mean. */
    private static final class View {
        final Cards cards = new Cards();
        final SyncedCollection collection;
        final Map<Subscription, Meaning> subscriptions = new LinkedHashMap<>();

        View(EngineClient client) {
            collection = client.client.collection("cards", ValueRow.FACTORY, cards);
        }

        void subscribe(Random random) {
            String box = BOXES.get(random.nextInt(BOXES.size()));
            int stars = random.nextInt(4);
            switch (random.nextInt(4)) {
                case 0 -> subscribe(Selection.all(), those(card -> true));
                case 1 ->
                    subscribe(EngineTest.inBox(box), those(card -> Value.of(box).equals(card.get("box"))));
                case 2 -> subscribe(EngineTest.atLeast(stars), those(card -> stars(card) >= stars));
                default -> subscribe(EngineTest.top(stars + 1), top(stars + 1));
            }
        }

        private void subscribe(Selection selection, Meaning meaning) {
            subscriptions.put(collection.subscribe(selection, cards), meaning);
        }

        private static Meaning those(Predicate<Value.Map> filter) {
            return table -> table.entrySet().stream()
                    .filter(entry -> filter.test(entry.getValue()))
                    .toList();
        }

        private static Meaning top(int limit) {
            return table -> table.entrySet().stream()
                    .sorted(Comparator.comparingDouble(entry -> -stars(entry.getValue())))
                    .limit(limit)
                    .toList();
        }

        void unsubscribe(Random random) {
            if (!subscriptions.isEmpty()) {
                List<Subscription> all = new ArrayList<>(subscriptions.keySet());
                Subscription subscription = all.get(random.nextInt(all.size()));
                subscription.cancel();
                subscriptions.remove(subscription);
            }
        }

        Map<String, Value.Map> expected(Map<String, Value.Map> table) {
            Map<String, Value.Map> expected = new TreeMap<>();
            for (Meaning meaning : subscriptions.values()) {
                meaning.of(table).forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
            }
            return expected;
        }

        private static double stars(Value.Map card) {
            return card.get("stars") instanceof Value.Num stars ? stars.value() : -1;
        }
    }

    @Test
    void afterQuietEveryoneHasTheTableAndTheTruth() {
        Long repeated = Long.getLong("seed");
        long first = repeated == null ? FIRST_SEED : repeated;
        int histories = Integer.getInteger("histories", repeated == null ? HISTORIES : 1);
        System.out.println(histories + " histories from seed " + first);
        for (long seed = first; seed < first + histories; seed++) {
            try {
                new History(seed).run();
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
    }

    private static final class History {
        private final Random random;
        private final DurableObjectHost<CardTable> host;
        private final List<EngineClient> clients = new ArrayList<>();
        private final List<View> views = new ArrayList<>();
        private int writes;
        private boolean wasWiped;

        History(long seed) {
            random = new Random(seed);
            host = DurableObjectHost.of(CardTable::new);
            for (int i = 0; i < 2; i++) {
                EngineClient client = new EngineClient(host, "user" + i, seed + i);
                clients.add(client);
                for (int j = 0; j < 2; j++) {
                    View view = new View(client);
                    view.subscribe(random);
                    views.add(view);
                }
            }
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            settle();
            check();
            host.close();
        }

        private void step() {
            EngineClient client = clients.get(random.nextInt(clients.size()));
            View view = views.get(random.nextInt(views.size()));
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> client.insert("new" + ++writes, box(), random.nextInt(6) - 1);
                case 4, 5, 6 -> client.update("up" + ++writes, key(), "stars", Value.of(random.nextInt(6)));
                case 7 -> client.update("up" + ++writes, key(), "box", Value.of(box()));
                case 8 -> client.delete("gone" + ++writes, key());
                case 9 -> change("INSERT OR REPLACE INTO cards VALUES (?, ?, ?)", ownKey(), box(), random.nextInt(5));
                case 10 -> change("UPDATE cards SET stars = stars + 1 WHERE box = ?", box());
                case 11 -> view.subscribe(random);
                case 12 -> view.unsubscribe(random);
                case 13 -> client.drop();
                case 14 -> client.isOnline = !client.isOnline;
                case 15 -> host.evict(random.nextInt(3) == 0 ? WebSockets.CLOSE : WebSockets.HIBERNATE);
                case 16 -> wipeSeldom();
                case 17 -> advance(random.nextInt(2_000));
                default -> client.receive(1 + random.nextInt(5));
            }
            if (random.nextBoolean()) {
                advance(random.nextInt(100));
            }
        }

        private void change(String sql, Object... bindings) {
            host.run(object -> object.change(sql, bindings));
        }

        private void wipeSeldom() {
            if (random.nextInt(4) == 0) {
                wasWiped = true;
                host.wipeStorage(WebSockets.CLOSE);
            }
        }

        /** Time passes, and nothing arrives. */
        private void advance(int millis) {
            host.clock().advance(Duration.ofMillis(millis));
            clients.forEach(client -> client.timers.advance(millis));
        }

        private void settle() {
            clients.forEach(client -> client.isOnline = true);
            for (int i = 0; i < 1_000; i++) {
                clients.forEach(EngineClient::receive);
                advance(50);
            }
            clients.forEach(EngineClient::receive);
        }

        private void check() {
            Map<String, Value.Map> table = EngineTest.table(host);
            for (View view : views) {
                assertThat(view.cards.rows).isEqualTo(view.expected(table));
                assertThat(view.subscriptions.keySet()).allMatch(Subscription::isLive);
            }
            for (EngineClient client : clients) {
                assertThat(client.warnings).isEmpty();
                assertThat(client.client.pendingWrites()).isZero();
                client.outcomes.forEach(this::checkOutcome);
            }
        }

        /** A wipe forgets what was done, and lets the client's repetition do it again. */
        private void checkOutcome(String txId, String outcome) {
            assertThat(outcome).as(txId).matches("COMMITTED|REJECTED (FORBIDDEN|NOT_FOUND|VALIDATION)");
            if (txId.startsWith("new") && !wasWiped) {
                long made = host.sql()
                        .exec("SELECT count(*) FROM made WHERE id = ?", txId)
                        .one()
                        .getLong(0);
                assertThat(made).as(txId).isEqualTo(outcome.equals("COMMITTED") ? 1 : 0);
            }
        }

        private String box() {
            return BOXES.get(random.nextInt(BOXES.size()));
        }

        /** Of a card that may be there. */
        private String key() {
            return random.nextBoolean() && writes > 0 ? "new" + (1 + random.nextInt(writes)) : ownKey();
        }

        /** Of a card that only the object makes. */
        private String ownKey() {
            return "k" + random.nextInt(KEYS);
        }
    }
}
