package dev.samovar.guide;

import dev.samovar.sync.Payload;

/** How many tasks a command changed. */
@Payload
record Count(long tasks) {}
