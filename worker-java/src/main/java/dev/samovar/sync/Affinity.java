package dev.samovar.sync;

/** What SQLite makes of what is stored in a column, by its declared type ("Datatypes in SQLite", 3.1). */
enum Affinity {
    TEXT,
    /** Leaves everything as it is. */
    BLOB,
    /** Turns text that reads like a number into that number: INTEGER, REAL and NUMERIC. */
    NUMBER;

    /** @param declared in capitals */
    static Affinity of(String declared) {
        if (declared.contains("INT")) {
            return NUMBER;
        }
        if (declared.contains("CHAR") || declared.contains("CLOB") || declared.contains("TEXT")) {
            return TEXT;
        }
        return declared.isEmpty() || declared.contains("BLOB") ? BLOB : NUMBER;
    }
}
