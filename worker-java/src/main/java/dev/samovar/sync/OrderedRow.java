package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/** A row with what it is ordered by. Holds no cursor, so it may be kept. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OrderedRow(String key, @Nullable Object[] values, RowImage image) {}
