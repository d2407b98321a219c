package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.Selection;
import java.util.Objects;

/** Orders as clients send them. */
final class Selections {
    private Selections() {}

    static Value by(String... clauses) {
        return Objects.requireNonNull(Selection.of("any").orderBy(clauses).orderBy());
    }
}
