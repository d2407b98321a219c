package dev.samovar.e2e;

import dev.samovar.sync.Row;

/** A row that clients write. */
@Row
record Note(String id, String body) {}
