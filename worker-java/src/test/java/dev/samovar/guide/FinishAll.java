package dev.samovar.guide;

import dev.samovar.sync.ArgsReader;

/** The arguments of {@code finishAll}. */
record FinishAll(String assignee) {
    static FinishAll read(ArgsReader in) {
        return new FinishAll(in.text("assignee"));
    }
}
