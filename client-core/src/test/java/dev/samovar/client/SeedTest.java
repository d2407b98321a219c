package dev.samovar.client;

import static dev.samovar.client.FakeServer.Line.gone;
import static dev.samovar.client.FakeServer.Line.put;
import static dev.samovar.client.FakeServer.Line.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedTest {
    private final ClientStory story = new ClientStory();
    private final Shown shown = new Shown();
    private final SyncedCollection collection = story.collection("a", shown);

    @Test
    void rowsOfAnEarlierLifeAreToldAtOnceAndOnlyWhatHasChangedIsAskedFor() {
        Subscription subscription = subscribe("1", "one", "2", "two", "3", "three");
        assertThat(shown.history).containsExactly("{1=one, 2=two, 3=three}");
        assertThat(subscription.isLive()).isFalse();

        Line line = story.server.accept();
        assertThat(line.asked()).containsExactly("a#1 e0 since 7");
        line.changes("a#1", text("1", "uno"), gone("2"), put("4", "four")).live("a#1", 9);

        assertThat(shown.rows).hasToString("{1=uno, 3=three, 4=four}");
        assertThat(subscription.position()).isEqualTo(new Position(9));
        assertThat(subscription.epoch()).isEqualTo("e1");
    }

    @Test
    void noRowsAreAStateToGoOnFromToo() {
        subscribe();

        assertThat(shown.history).isEmpty();
        assertThat(story.server.accept().asked()).containsExactly("a#1 e0 since 7");
    }

    @Test
    void aServerThatDoesNotKnowThePositionReplacesTheRowsWithoutAGap() {
        Subscription subscription = subscribe("1", "one", "2", "two");
        Line line = story.server.accept().reset("a#1");
        assertThat(subscription.position()).isNull();
        assertThat(subscription.epoch()).isNull();
        assertThat(shown.rows).hasToString("{1=one, 2=two}");

        line.snapshot("a#1", 3, "2", "two", "3", "three");

        assertThat(shown.rows).hasToString("{2=two, 3=three}");
    }

    @Test
    void aRowThatAnotherSubscriptionHasIsNotReplacedByAnOlderOne() {
        collection.subscribe(Selection.all(), shown);
        story.server.accept().snapshot("a#1", 9, "1", "new");

        collection.subscribe(Selection.all(), seed("1", "old", "2", "two"), shown);

        assertThat(shown.rows).hasToString("{1=new, 2=two}");
    }

    private Subscription subscribe(String... keysAndTexts) {
        return collection.subscribe(Selection.all(), seed(keysAndTexts), shown);
    }

    private static Seed seed(String... keysAndTexts) {
        List<String> keys = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            keys.add(keysAndTexts[i]);
            rows.add(new ValueRow(Line.row(keysAndTexts[i], keysAndTexts[i + 1])));
        }
        return new Seed(keys, rows, "e0", new Position(7), false);
    }
}
