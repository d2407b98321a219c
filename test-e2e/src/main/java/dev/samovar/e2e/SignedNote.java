package dev.samovar.e2e;

import dev.samovar.sync.Row;

/** A row that only its author sees. */
@Row
record SignedNote(String id, String body, String author) {}
