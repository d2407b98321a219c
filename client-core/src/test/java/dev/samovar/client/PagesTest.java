package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Value.Map CURSOR = Value.map("whereFrom", Value.of(1), "whereCurrent", Value.of(2));

    private final ClientStory story = new ClientStory();
    private final List<String> heard = new ArrayList<>();
    private final PageListener listener = new PageListener() {
        @Override
        public void onPage(List<Row> rows, Position position) {
            heard.add(rows.size() + " rows at " + position);
        }

        @Override
        public void onRefused(Refusal refusal) {
            heard.add("refused " + refusal.code());
        }

        @Override
        public void onClosed(Closed closed) {
            heard.add("closed " + closed.cause());
        }
    };

    private Fetch fetch() {
        return story.collection("a", changes -> {})
                .fetch(new Selection(Value.of("where"), Value.of("order"), 10, null), CURSOR, listener);
    }

    private static ServerFrame page() {
        return new ServerFrame.Page("a#fetch#1", List.of(Line.row("1", "one")), new Position(7));
    }

    private static List<ClientFrame.Fetch> asked(Line line) {
        List<ClientFrame.Fetch> asked = new ArrayList<>();
        for (ClientFrame frame : line.frames()) {
            if (frame instanceof ClientFrame.Fetch fetch) {
                asked.add(fetch);
            }
        }
        return asked;
    }

    @Test
    void aPageIsAskedForAndComesOnce() {
        fetch();
        Line line = story.server.accept().say(page()).say(page());

        assertThat(asked(line))
                .containsExactly(
                        new ClientFrame.Fetch("a#fetch#1", "a", Value.of("where"), CURSOR, Value.of("order"), 10.0));
        assertThat(heard).containsExactly("1 rows at 7");
    }

    @Test
    void aPageThatIsLostWithItsConnectionIsAskedForAgain() {
        fetch();
        story.server.accept();

        Line line = story.dropAndReconnect().say(page());

        assertThat(asked(line)).hasSize(1);
        assertThat(heard).containsExactly("1 rows at 7");
        assertThat(asked(story.dropAndReconnect())).isEmpty();
    }

    @Test
    void aRefusalIsToldUnlessItPasses() {
        fetch();
        Line line = story.server.accept();
        line.say(new ServerFrame.PageError("a#fetch#1", Refusal.of(ErrorCode.RATE_LIMITED, "slowly", 300)));
        assertThat(heard).isEmpty();

        story.timers.advance(300);
        line.say(new ServerFrame.PageError("a#fetch#1", Refusal.of(ErrorCode.UNSUPPORTED, "no")));

        assertThat(asked(line)).hasSize(2);
        assertThat(heard).containsExactly("refused UNSUPPORTED");
    }

    @Test
    void whoIsNotInterestedAnyMoreHearsNothing() {
        Fetch fetch = fetch();
        Line line = story.server.accept();

        fetch.cancel();
        fetch.cancel();
        line.say(page()).drop();

        assertThat(heard).isEmpty();
        assertThat(asked(story.reconnect())).isEmpty();
    }

    @Test
    void aFinalCloseIsTold() {
        fetch();
        story.server.accept().close(4403);
        fetch();

        assertThat(heard).containsExactly("closed FORBIDDEN", "closed FORBIDDEN");
    }
}
