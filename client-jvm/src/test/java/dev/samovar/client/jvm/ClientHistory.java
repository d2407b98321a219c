package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.WebSockets;
import dev.samovar.workers.SqlCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * One random history: clients read and write while connections drop and the object sleeps and dies. What a listener was
 * told adds up to the rows, two rows that are only ever changed together are never seen apart, and after quiet every
 * collection is what the table holds and every outcome is what was done. Nobody has anything to complain about.
 */
final class ClientHistory implements AutoCloseable {
    private static final int ACTIONS = 80;
    private static final int CLIENTS = 3;
    private static final int BOOKS = 8;
    private static final int MAX_BLURB_BYTES = 200_000;

    private static final List<Shown> SHOWN = List.of(
            new Shown(Query.ALL, "TRUE", false),
            new Shown(Query.ALL.where(Predicate.gt("stars", 2)), "stars > 2", false),
            new Shown(
                    Query.ALL.where(Predicate.eq("lent", true)).descending("title"), "lent ORDER BY title DESC", true),
            new Shown(Query.ALL.where(Predicate.isNull("owner")), "owner IS NULL", false),
            new Shown(
                    Query.ALL.descending("stars").ascending("title").limit(3),
                    "TRUE ORDER BY stars DESC, title, id LIMIT 3",
                    true),
            new Shown(
                    Query.ALL.ascending("owner").ascending("title").limit(4).offset(2),
                    "TRUE ORDER BY owner, title, id LIMIT 4 OFFSET 2",
                    true));

    /** A query, and the rest of a statement that means the same. */
    private record Shown(Query query, String sql, boolean isOrdered) {}

    /** A collection, and what its listener made of what it was told. */
    private record Mirror(Shown shown, MaterializedCollection<Book> rows, Map<String, Book> told) {}

    /** A write, and the title that it puts so many times. */
    private record Write(String title, int puts, CompletableFuture<WriteOutcome> outcome) {}

    private final Random random;
    private final World world;
    private final Logged logged = new Logged();
    private final List<SamovarClient> clients = new ArrayList<>();
    private final List<Mirror> mirrors = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private int titles;

    ClientHistory(long seed) {
        random = new Random(seed);
        world = new World(seed);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(world.client("user" + i));
        }
        addTwins();
    }

    void run() {
        for (int action = 0; action < ACTIONS; action++) {
            act();
        }
        world.goOnline();
        world.advance(Duration.ofMinutes(2));
        mirrors.forEach(this::checkRows);
        writes.forEach(this::checkOutcome);
        assertThat(logged.messages()).isEmpty();
    }

    private void act() {
        switch (random.nextInt(19)) {
            case 0, 1 -> openMirror();
            case 2 -> closeMirror();
            case 3, 4 -> insert();
            case 5, 6 -> update();
            case 7 -> delete();
            case 8 -> updateTwins();
            case 9 -> write(0, client().call("lendAll", Map.of("to", user())));
            case 10 -> world.write("UPDATE books SET stars = ? WHERE id = ?", random.nextInt(5), book());
            case 11 -> clearOrAdd();
            case 12 -> world.dropOne();
            case 13 -> changeNetwork();
            case 14 -> world.host.evict(random.nextBoolean() ? WebSockets.HIBERNATE : WebSockets.CLOSE);
            case 15 -> world.steps(random.nextInt(30));
            case 16 -> world.settle();
            case 17 -> world.write("UPDATE books SET blurb = hex(zeroblob(?)) WHERE id = ?", blurb(), book());
            default -> world.advance(Duration.ofMillis(random.nextInt(2_000)));
        }
    }

    private SamovarClient client() {
        return clients.get(random.nextInt(clients.size()));
    }

    private String user() {
        return "user" + random.nextInt(CLIENTS);
    }

    private String book() {
        return "book" + random.nextInt(BOOKS);
    }

    /** Sometimes so much that a snapshot has several pieces, between which other things happen. */
    private int blurb() {
        return random.nextInt(3) == 0 ? random.nextInt(MAX_BLURB_BYTES) : 0;
    }

    private String title() {
        titles++;
        return "title" + titles;
    }

    private void openMirror() {
        Shown shown = SHOWN.get(random.nextInt(SHOWN.size()));
        MaterializedCollection<Book> rows = client().collection("books", shown.query(), Book::of);
        Mirror mirror = new Mirror(shown, rows, new HashMap<>());
        rows.onChange(changes -> take(mirror, changes));
        mirrors.add(mirror);
    }

    private void take(Mirror mirror, Changes<Book> changes) {
        changes.deleted()
                .forEach((key, row) -> assertThat(mirror.told().remove(key)).isEqualTo(row));
        changes.updated().forEach((key, update) -> {
            assertThat(mirror.told().put(key, update.after())).isEqualTo(update.before());
            assertThat(update.after()).isNotEqualTo(update.before());
        });
        changes.inserted()
                .forEach((key, row) -> assertThat(mirror.told().put(key, row)).isNull());
        assertThat(mirror.rows().rows()).isEqualTo(mirror.told());
        if (mirror.shown().query().equals(Query.ALL)) {
            Book left = mirror.told().get("left");
            Book right = mirror.told().get("right");
            assertThat(left == null ? null : left.title()).isEqualTo(right == null ? null : right.title());
        }
    }

    private void closeMirror() {
        if (!mirrors.isEmpty()) {
            mirrors.remove(random.nextInt(mirrors.size())).rows().close();
        }
    }

    private Map<String, Object> columns(String id, String title) {
        Map<String, Object> columns = new LinkedHashMap<>(
                Map.of("id", id, "title", title, "stars", random.nextInt(5), "lent", random.nextBoolean()));
        if (random.nextBoolean()) {
            columns.put("owner", user());
        }
        return columns;
    }

    private void write(int puts, CompletableFuture<WriteOutcome> outcome) {
        writes.add(new Write("title" + titles, puts, outcome));
    }

    private void insert() {
        String id = book();
        write(1, client().insert("books", id, columns(id, title())));
    }

    private void update() {
        write(1, client().update("books", book(), Map.of("title", title(), "stars", random.nextInt(5))));
    }

    private void delete() {
        title();
        write(0, client().delete("books", book()));
    }

    private void addTwins() {
        String title = title();
        world.write(
                "INSERT INTO books (id, title, stars, lent) VALUES ('left', ?, 3, 0), ('right', ?, 3, 0)",
                title,
                title);
    }

    private void updateTwins() {
        Map<String, String> columns = Map.of("title", title());
        List<MutationOp> ops = List.of(
                new MutationOp(Operation.UPDATE, "left", PlainValues.map(columns)),
                new MutationOp(Operation.UPDATE, "right", PlainValues.map(columns)));
        write(2, client().mutate("books", ops));
    }

    private void clearOrAdd() {
        if (count("SELECT count(*) FROM books WHERE id = 'left'") == 0) {
            addTwins();
        } else {
            title();
            write(0, client().call("clear"));
        }
    }

    private void changeNetwork() {
        if (random.nextBoolean()) {
            world.goOffline();
        } else {
            world.goOnline();
        }
    }

    private long count(String query, Object... bindings) {
        return world.host.sql().exec(query, bindings).one().getLong(0);
    }

    private void checkRows(Mirror mirror) {
        Map<String, Book> stored = new LinkedHashMap<>();
        SqlCursor rows = world.host
                .sql()
                .exec("SELECT id, title, stars, lent, owner FROM books WHERE "
                        + mirror.shown().sql());
        while (rows.next()) {
            Object owner = rows.get(4);
            stored.put(
                    rows.getString(0),
                    new Book(
                            rows.getString(0),
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getLong(3) == 1,
                            owner == null ? null : owner.toString()));
        }
        assertThat(mirror.rows().isLive()).isTrue();
        assertThat(mirror.rows().rows()).isEqualTo(stored);
        assertThat(mirror.told()).isEqualTo(stored);
        if (mirror.shown().isOrdered()) {
            assertThat(mirror.rows().rows().keySet()).containsExactlyElementsOf(stored.keySet());
        }
    }

    private void checkOutcome(Write write) {
        WriteOutcome.Kind kind = world.settled(write.outcome()).kind();
        assertThat(kind).isIn(WriteOutcome.Kind.COMMITTED, WriteOutcome.Kind.REJECTED);
        if (write.puts() > 0) {
            assertThat(count("SELECT count(*) FROM puts WHERE title = ?", write.title()))
                    .as(write.title())
                    .isEqualTo(kind == WriteOutcome.Kind.COMMITTED ? write.puts() : 0);
        }
    }

    @Override
    public void close() {
        logged.close();
        world.close();
    }
}
