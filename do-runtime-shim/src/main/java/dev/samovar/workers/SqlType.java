package dev.samovar.workers;

/** What a value of a result is. INTEGER and REAL are both JavaScript numbers and cannot be told apart. */
public enum SqlType {
    NULL,
    NUMBER,
    TEXT,
    BLOB
}
