package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A collection as a screen would show it, and every picture there was. It asserts that no change is for nothing. */
class Shown implements CollectionListener, SubscriptionListener {
    final Map<String, String> rows = new TreeMap<>();
    final List<String> history;
    private final String name;

    Shown() {
        this("", new ArrayList<>());
    }

    /** Shares a history with others. */
    Shown(String name, List<String> history) {
        this.name = name;
        this.history = history;
    }

    @Override
    public void onBatch(List<RowChange> changes) {
        for (RowChange change : changes) {
            String before = text(change.before());
            String after = text(change.after());
            assertThat(after).as("change of " + change.key()).isNotEqualTo(before);
            assertThat(rows.get(change.key())).isEqualTo(before);
            if (after == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), after);
            }
        }
        history.add(name + rows);
    }

    private static @Nullable String text(@Nullable Row row) {
        return row == null
                ? null
                : ((Value.Text) Objects.requireNonNull(
                                ((ValueRow) row).columns().get("text")))
                        .value();
    }

    @Override
    public void onLive() {
        history.add(name + "live");
    }

    @Override
    public void onRefused(Refusal refusal) {
        history.add(name + "refused " + refusal.code());
    }

    @Override
    public void onClosed(Closed closed) {
        history.add(name + "closed " + closed.cause());
    }
}
