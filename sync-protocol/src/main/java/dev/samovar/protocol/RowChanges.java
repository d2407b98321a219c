package dev.samovar.protocol;

import java.util.List;

/**
 * Changes of one subscription, in the order they happened.
 *
 * @param items must not be changed afterwards
 */
public record RowChanges(List<RowChange> items) implements Encodable {
    @Override
    public void encodeTo(MessagePackWriter out) {
        out.arrayHeader(items.size());
        for (RowChange change : items) {
            change.encodeTo(out);
        }
    }
}
