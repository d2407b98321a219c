package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a reader of cards is told. It asserts that each change begins with what was told before. */
final class Cards implements CollectionListener, SubscriptionListener {
    final Map<String, Value.Map> rows = new TreeMap<>();
    final List<String> heard = new ArrayList<>();
    int batches;

    static Cards of(EngineClient client, Selection selection) {
        Cards cards = new Cards();
        client.client.collection("cards", ValueRow.FACTORY, cards).subscribe(selection, cards);
        return cards;
    }

    @Override
    public void onBatch(List<RowChange> changes) {
        batches++;
        assertThat(changes).isNotEmpty();
        for (RowChange change : changes) {
            assertThat(rows.get(change.key())).isEqualTo(columns(change.before()));
            assertThat(change.before()).isNotEqualTo(change.after());
            if (change.after() == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), columns(change.after()));
            }
        }
    }

    private static Value.@Nullable Map columns(@Nullable Row row) {
        return row == null ? null : ((ValueRow) row).columns();
    }

    @Override
    public void onLive() {
        heard.add("live");
    }

    @Override
    public void onRefused(Refusal refusal) {
        heard.add("refused " + refusal.code());
    }

    @Override
    public void onClosed(Closed closed) {
        heard.add("closed " + closed.cause());
    }
}
