package dev.samovar.guide;

import dev.samovar.sync.Payload;

/** The arguments of {@code finishAll}. */
@Payload
record FinishAll(String assignee) {}
