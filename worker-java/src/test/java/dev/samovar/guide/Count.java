package dev.samovar.guide;

import dev.samovar.protocol.Value;

/** How many tasks a command changed. */
record Count(long tasks) {
    Value toValue() {
        return Value.map("tasks", Value.of(tasks));
    }
}
