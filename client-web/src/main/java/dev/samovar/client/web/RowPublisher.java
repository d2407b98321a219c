package dev.samovar.client.web;

import dev.samovar.client.CollectionListener;
import dev.samovar.client.RowChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Tells a collection of TanStack DB what is different. */
final class RowPublisher implements CollectionListener {
    private final SyncParams params;
    private final Host host;

    RowPublisher(SyncParams params, Host host) {
        this.params = params;
        this.host = host;
    }

    @Override
    public void onBatch(List<RowChange> changes) {
        JSObject writes = CollectionWriter.newWrites();
        for (RowChange change : changes) {
            @Nullable JsRow before = (JsRow) change.before();
            @Nullable JsRow after = (JsRow) change.after();
            JSObject keyBefore = before == null ? null : before.key;
            JSObject keyAfter = after == null ? null : after.key;
            if (keyBefore != null && !CollectionWriter.isSameKey(keyBefore, keyAfter)) {
                CollectionWriter.remove(writes, keyBefore);
            }
            if (after != null && keyAfter != null) {
                CollectionWriter.put(writes, keyAfter, after.columns);
            }
        }
        CollectionWriter.publish(params, writes, host);
    }
}
