package dev.samovar.testkit;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a {@link TestClient#fetch}: a page, a refusal, or nothing yet. */
public final class FetchOutcome {
    private final TestClient client;
    private final String fetchId;
    private @Nullable ServerFrame answer;

    FetchOutcome(TestClient client, String fetchId) {
        this.client = client;
        this.fetchId = fetchId;
    }

    public boolean isPending() {
        return answer() == null;
    }

    /**
     * The rows, in the order they came.
     *
     * @throws IllegalStateException if there is no page
     */
    public List<Value.Map> rows() {
        List<Value.Map> rows = new ArrayList<>();
        page().rows().forEach(row -> rows.add((Value.Map) row));
        return rows;
    }

    /**
     * The position at which the rows were read.
     *
     * @throws IllegalStateException if there is no page
     */
    public Position position() {
        return page().seq();
    }

    /**
     * Why the object refused.
     *
     * @throws IllegalStateException if it did not
     */
    public Refusal refusal() {
        if (answer() instanceof ServerFrame.PageError error) {
            return error.error();
        }
        throw new IllegalStateException("The fetch was not refused: " + answer + ".");
    }

    /** Takes the answer, if it is this fetch's. The first one counts: a refusal may be followed by an empty page. */
    void apply(ServerFrame frame) {
        boolean isMine =
                (frame instanceof ServerFrame.Page page && page.fetchId().equals(fetchId))
                        || (frame instanceof ServerFrame.PageError error
                                && error.fetchId().equals(fetchId));
        if (isMine && answer == null) {
            answer = frame;
        }
    }

    private ServerFrame.Page page() {
        if (answer() instanceof ServerFrame.Page page) {
            return page;
        }
        throw new IllegalStateException("There is no page: " + (answer == null ? "no answer yet" : answer) + ".");
    }

    private @Nullable ServerFrame answer() {
        client.receive();
        return answer;
    }
}
