package dev.samovar.examples.chat.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen, oldest first: the room's rows, and above them what this page has written and not heard of yet.
 */
final class Lines {
    /** Shows them. */
    interface View {
        /** A line stands at a place, and those from there on one further. */
        void inserted(int index, Line line);

        /** A line is gone. */
        void removed(int index);
    }

    private final View view;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Line> byId = new HashMap<>();

    Lines(View view) {
        this.view = view;
    }

    @Nullable
    Line get(String id) {
        return byId.get(id);
    }

    int size() {
        return lines.size();
    }

    /** Shows a line, in place of the one with the same message id if there is one. */
    void put(Line line) {
        remove(line.message().id());
        int index = lines.size();
        // From the end: that is where almost all belong.
        while (index > 0 && lines.get(index - 1).isAfter(line)) {
            index--;
        }
        lines.add(index, line);
        byId.put(line.message().id(), line);
        view.inserted(index, line);
    }

    void remove(String id) {
        Line line = byId.remove(id);
        if (line != null) {
            int index = lines.lastIndexOf(line);
            lines.remove(index);
            view.removed(index);
        }
    }
}
