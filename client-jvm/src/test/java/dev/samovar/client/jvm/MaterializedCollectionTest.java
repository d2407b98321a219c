package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.StorageCopy;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaterializedCollectionTest {
    private static final String INSERT = "INSERT INTO books (id, title, stars, lent) VALUES (?, ?, ?, 0)";

    private final World world = new World(1);
    private final SamovarClient client = world.client("ann");

    @AfterEach
    void end() {
        world.close();
    }

    private void add(String id, String title, int stars) {
        world.write(INSERT, id, title, stars);
    }

    private MaterializedCollection<Book> books(Query query) {
        MaterializedCollection<Book> books = client.collection("books", query, Book::of);
        world.settle();
        return books;
    }

    private <T> List<Changes<T>> heard(MaterializedCollection<T> collection) {
        List<Changes<T>> heard = new ArrayList<>();
        collection.onChange(heard::add);
        world.settle();
        return heard;
    }

    @Test
    void rowsAreThoseOfTheObjectAndFollowIt() {
        add("1", "Emma", 4);
        MaterializedCollection<Book> books = books(Query.ALL);

        assertThat(books.rows()).containsOnly(Map.entry("1", new Book("1", "Emma", 4, false, null)));

        add("2", "Ulysses", 2);
        world.write("UPDATE books SET lent = 1, owner = 'bob' WHERE id = '1'");
        world.settle();

        assertThat(books.size()).isEqualTo(2);
        assertThat(books.get("1")).isEqualTo(new Book("1", "Emma", 4, true, "bob"));
        assertThat(books.get("3")).isNull();
    }

    @Test
    void aFlushIsToldOnceWithAllThatChanged() {
        add("1", "Emma", 4);
        add("2", "Ulysses", 2);
        MaterializedCollection<Book> books = books(Query.ALL);
        List<Changes<Book>> heard = heard(books);
        heard.clear();

        List<MutationOp> ops = List.of(
                new MutationOp(Operation.DELETE, "1", null),
                new MutationOp(Operation.UPDATE, "2", PlainValues.map(Map.of("stars", 5))),
                new MutationOp(
                        Operation.INSERT,
                        "3",
                        PlainValues.map(Map.of("id", "3", "title", "Persuasion", "stars", 3, "lent", false))));
        world.settled(client.mutate("books", ops));

        assertThat(heard)
                .containsExactly(new Changes<>(
                        Map.of("3", new Book("3", "Persuasion", 3, false, null)),
                        Map.of(
                                "2",
                                new Changes.Update<>(
                                        new Book("2", "Ulysses", 2, false, null),
                                        new Book("2", "Ulysses", 5, false, null))),
                        Map.of("1", new Book("1", "Emma", 4, false, null))));
    }

    @Test
    void aListenerThatComesLateIsToldWhatIsThere() {
        add("1", "Emma", 4);
        MaterializedCollection<Book> books = books(Query.ALL);

        assertThat(heard(books))
                .singleElement()
                .satisfies(changes -> assertThat(changes.inserted()).containsOnlyKeys("1"));
        assertThat(heard(client.collection("books", Query.ALL.where(Predicate.eq("id", "none")), Book::of)))
                .isEmpty();
    }

    @Test
    void aListenerIsToldNothingAfterItWasRemoved() {
        MaterializedCollection<Book> books = books(Query.ALL);
        List<Changes<Book>> heard = new ArrayList<>();
        Registration registration = books.onChange(heard::add);
        world.settle();

        registration.close();
        add("1", "Emma", 4);
        world.settle();

        assertThat(heard).isEmpty();
        assertThat(books.size()).isEqualTo(1);
    }

    @Test
    void aListenerThatThrowsKeepsNobodyFromHearing() {
        MaterializedCollection<Book> books = books(Query.ALL);
        books.onChange(changes -> {
            throw new IllegalStateException("thrown by a test");
        });
        List<Changes<Book>> heard = heard(books);

        add("1", "Emma", 4);
        try (Logged logged = new Logged()) {
            world.settle();
            assertThat(logged.messages()).containsExactly("A listener of the collection 'books' failed.");
        }

        assertThat(heard).hasSize(1);
    }

    @Test
    void aViewOnceTakenNeverChanges() {
        add("1", "Emma", 4);
        MaterializedCollection<Book> books = books(Query.ALL);
        Map<String, Book> before = books.rows();
        assertThat(books.rows()).isSameAs(before);

        add("2", "Ulysses", 2);
        world.settle();

        assertThat(before).containsOnlyKeys("1");
        assertThat(books.rows()).containsOnlyKeys("1", "2");
        assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aWindowIsInItsOrderAndBounded() {
        add("1", "Emma", 4);
        add("2", "Ulysses", 2);
        add("3", "Persuasion", 4);
        add("4", "Middlemarch", 5);
        MaterializedCollection<Book> best =
                books(Query.ALL.descending("stars").ascending("title").limit(3));

        assertThat(best.rows().keySet()).containsExactly("4", "1", "3");

        add("5", "Dubliners", 4);
        world.settle();

        assertThat(best.rows().keySet()).containsExactly("4", "5", "1");
    }

    @Test
    void rowsThatLeaveTheFilterAreDeleted() {
        add("1", "Emma", 4);
        MaterializedCollection<Book> good = books(Query.ALL.where(Predicate.gt("stars", 3)));
        List<Changes<Book>> heard = heard(good);
        heard.clear();

        world.write("UPDATE books SET stars = 1");
        world.settle();

        assertThat(heard)
                .singleElement()
                .satisfies(changes -> assertThat(changes.deleted()).containsOnlyKeys("1"));
        assertThat(good.rows()).isEmpty();
    }

    @Test
    void aRowThatCannotBeMappedIsLeftOutUntilItCan() {
        add("1", "Emma", 4);
        add("2", "", 4);
        MaterializedCollection<String> titles = client.collection("books", Query.ALL, row -> {
            if (row.text("title").isEmpty()) {
                throw new IllegalArgumentException("thrown by a test");
            }
            return row.text("title");
        });
        try (Logged logged = new Logged()) {
            world.settle();
            assertThat(titles.rows()).containsOnly(Map.entry("1", "Emma"));

            world.write("UPDATE books SET title = iif(id = '1', '', 'Ulysses')");
            world.settle();
            assertThat(logged.messages())
                    .containsExactly(
                            "The row with the key '2' of the collection 'books' is left out: its mapper failed.",
                            "The row with the key '1' of the collection 'books' is left out: its mapper failed.");
        }

        assertThat(titles.rows()).containsOnly(Map.entry("2", "Ulysses"));
    }

    @Test
    void withoutAMapperARowIsItsColumns() {
        add("1", "Emma", 4);
        MaterializedCollection<RowValues> books = client.collection("books");
        world.settle();

        assertThat(books.rows().values()).singleElement().satisfies(row -> {
            assertThat(row.columns().get("lent")).isEqualTo(Value.of(false));
            assertThat(row.text("title")).isEqualTo("Emma");
        });
    }

    @Test
    void whatWasMissedComesAsOneChangeAfterTheConnectionIsBack() {
        add("1", "Emma", 4);
        add("2", "Ulysses", 2);
        MaterializedCollection<Book> books = books(Query.ALL);
        List<Changes<Book>> heard = heard(books);
        heard.clear();

        world.goOffline();
        world.settle();
        add("3", "Persuasion", 3);
        world.write("DELETE FROM books WHERE id = '1'");
        world.advance(Duration.ofMinutes(1));
        assertThat(books.rows()).containsOnlyKeys("1", "2");
        assertThat(books.isLive()).isTrue();

        world.goOnline();
        world.advance(Duration.ofMinutes(1));

        assertThat(books.rows()).containsOnlyKeys("2", "3");
        assertThat(heard).hasSize(1);
    }

    @Test
    void aRestoredDatabaseIsToldAsWhatIsDifferent() {
        add("1", "Emma", 4);
        StorageCopy copy = world.host.copyStorage();
        add("2", "Ulysses", 2);
        MaterializedCollection<Book> books = books(Query.ALL);
        List<Changes<Book>> heard = heard(books);
        heard.clear();

        world.host.restoreStorage(copy, WebSockets.CLOSE);
        world.advance(Duration.ofMinutes(1));

        assertThat(books.rows()).containsOnlyKeys("1");
        assertThat(heard).singleElement().satisfies(changes -> {
            assertThat(changes.deleted()).containsOnlyKeys("2");
            assertThat(changes.inserted()).isEmpty();
            assertThat(changes.updated()).isEmpty();
        });
    }

    @Test
    void whoWaitsForTheRowsGetsThemWhenTheyAreComplete() {
        add("1", "Emma", 4);
        world.goOffline();
        MaterializedCollection<Book> books = books(Query.ALL);
        var live = books.whenLive();
        world.settle();
        assertThat(live).isNotDone();
        assertThat(books.isLive()).isFalse();

        world.goOnline();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.settled(live).rows()).containsOnlyKeys("1");
        assertThat(world.settled(books.whenLive())).isSameAs(books);
    }

    @Test
    void whoWaitsForWhatTheServerRefusesIsTold() {
        MaterializedCollection<RowValues> none = client.collection("nothing");

        assertThatThrownBy(() -> world.settled(none.whenLive()))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo("UNKNOWN_COLLECTION"));
    }

    @Test
    void aClosedCollectionStaysAsItIs() {
        add("1", "Emma", 4);
        MaterializedCollection<Book> books = books(Query.ALL);
        List<Changes<Book>> heard = heard(books);
        heard.clear();

        books.close();
        add("2", "Ulysses", 2);
        world.settle();

        assertThat(books.rows()).containsOnlyKeys("1");
        assertThat(heard).isEmpty();
        assertThatThrownBy(() -> world.settled(books.whenLive()))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo("CLOSED"));
        books.close();
        world.settle();
    }

    @Test
    void aListenerMayWriteAndSubscribe() {
        MaterializedCollection<Book> books = books(Query.ALL);
        List<MaterializedCollection<Book>> more = new ArrayList<>();
        List<CompletableFuture<WriteOutcome>> writes = new ArrayList<>();
        books.onChange(changes -> {
            if (changes.inserted().containsKey("1")) {
                more.add(client.collection("books", Query.ALL.where(Predicate.eq("id", "2")), Book::of));
                writes.add(client.update("books", "2", Map.of("title", "Dubliners")));
            }
        });
        add("2", "Ulysses", 2);
        world.settle();

        add("1", "Emma", 4);
        world.settle();

        assertThat(writes)
                .singleElement()
                .satisfies(
                        write -> assertThat(world.settled(write).isCommitted()).isTrue());
        assertThat(more)
                .singleElement()
                .satisfies(rows -> assertThat(rows.rows())
                        .containsOnly(Map.entry("2", new Book("2", "Dubliners", 2, false, null))));
    }

    @Test
    void aPageIsReadOnceInItsOrder() {
        add("1", "Emma", 4);
        add("2", "Ulysses", 2);
        add("3", "Persuasion", 3);

        List<RowValues> page = world.settled(
                client.fetch("books", Query.ALL.where(Predicate.gt("stars", 2)).ascending("stars")));

        assertThat(page).extracting(row -> row.text("id")).containsExactly("3", "1");
    }

    @Test
    void aPageThatIsRefusedFails() {
        assertThatThrownBy(() -> world.settled(client.fetch("books", Query.ALL.ascending("price"))))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo("VALIDATION"));
    }
}
