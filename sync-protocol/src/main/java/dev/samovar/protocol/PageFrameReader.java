package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each kind of frame must have that answers a {@link ClientFrame.Fetch}. */
final class PageFrameReader {
    private PageFrameReader() {}

    /** {@code null} for a kind that is not read here. */
    static @Nullable ServerFrame frame(String kind, Fields fields) {
        return switch (kind) {
            case "page" -> new ServerFrame.Page(fields.text("fetchId"), rows(fields), fields.position("seq"));
            case "page-error" -> new ServerFrame.PageError(fields.text("fetchId"), SamovarFrameReader.refusal(fields));
            default -> null;
        };
    }

    private static List<ReadValue> rows(Fields fields) {
        ReadValue items = fields.array("rows");
        List<ReadValue> rows = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            ReadValue row = items.item(i);
            if (!row.isMap()) {
                throw fields.malformed("rows", "has an item that is not a map");
            }
            rows.add(row);
        }
        return rows;
    }
}
