package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;

/** Reads the changes of rows, and the frame that brings them to live subscriptions. */
final class ChangeReader {
    private ChangeReader() {}

    static ServerFrame.Flush flush(Fields fields) {
        return new ServerFrame.Flush(
                fields.position("prev"),
                fields.position("seq"),
                fields.optionalNonEmptyText("epoch"),
                subs(fields),
                done(fields));
    }

    /**
     * Reads an array of changes.
     *
     * @param owner what has the changes, for messages
     */
    static RowChanges changes(String owner, ReadValue value) {
        if (value.size() < 0) {
            throw new MalformedException("Malformed " + owner + ": changes is not an array.");
        }
        List<RowChange> changes = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            changes.add(change(Items.of("change of " + owner, value.item(i))));
        }
        return new RowChanges(changes);
    }

    private static RowChange change(Items change) {
        return switch (change.kind(0)) {
            case RowChange.LEFT -> new RowChange.Left(change.text(1, "key"));
            case RowChange.WHOLE -> new RowChange.Whole(change.text(1, "key"), change.map(2, "row"));
            case RowChange.CHANGED -> new RowChange.Changed(change.text(1, "key"), change.map(2, "columns"));
            default -> throw change.malformed("its kind", "is none of 0, 1, 2");
        };
    }

    private static List<SubChanges> subs(Fields fields) {
        ReadValue items = fields.optionalArray("subs");
        List<SubChanges> subs = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Items sub = Items.of("subscription of flush", items.item(i));
            ReadValue changes = sub.optional(1);
            if (changes == null) {
                throw sub.malformed("changes", "is missing");
            }
            subs.add(new SubChanges(sub.text(0, "sub"), changes("flush", changes)));
        }
        return subs;
    }

    private static List<DoneWrite> done(Fields fields) {
        ReadValue items = fields.optionalArray("done");
        List<DoneWrite> done = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Items write = Items.of("write of flush", items.item(i));
            done.add(new DoneWrite(write.text(0, "txId"), write.optional(1)));
        }
        return done;
    }
}
