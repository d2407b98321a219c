package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The texts that frames are made of, found by their bytes. Compiled by TeaVM, making a string is what reading costs
 * most, and most texts of a frame are these: without them it takes a fifth longer.
 */
final class KnownNames {
    private static final int PLACES = 128;

    static final String[] NAMES = {
        "t",
        "sub",
        "unsub",
        "mut",
        "call",
        "fetch",
        "subId",
        "collection",
        "where",
        "orderBy",
        "limit",
        "offset",
        "since",
        "txId",
        "ops",
        "type",
        "key",
        "cols",
        "insert",
        "update",
        "delete",
        "name",
        "args",
        "fetchId",
        "cursor",
        "whereFrom",
        "whereCurrent",
        "snap",
        "snap-end",
        "d",
        "uptodate",
        "committed",
        "rejected",
        "reset",
        "page",
        "sub-error",
        "page-error",
        "row",
        "op",
        "seq",
        "result",
        "error",
        "code",
        "message",
        "rows",
        "func",
        "ref",
        "path",
        "val",
        "value",
        "id"
    };

    /** Each name at its place. Two that share one would be no error, only slow: the earlier is then not found. */
    private static final @Nullable String[] TABLE = table();

    private KnownNames() {}

    /** The text that these bytes are, if it is a name of the wire; else {@code null}. */
    static @Nullable String find(byte[] bytes, int at, int length) {
        if (length == 0) {
            return null;
        }
        String name = TABLE[place(length, bytes[at], bytes[at + length - 1])];
        if (name == null || name.length() != length) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[at + i]) {
                return null;
            }
        }
        return name;
    }

    private static @Nullable String[] table() {
        @Nullable String[] table = new @Nullable String[PLACES];
        for (String name : NAMES) {
            int length = name.length();
            table[place(length, name.charAt(0), name.charAt(length - 1))] = name;
        }
        return table;
    }

    /** The factors give each name a place of its own; found by trying. */
    private static int place(int length, int first, int last) {
        return (length * 15 + first * 2 + last * 33) & (PLACES - 1);
    }
}
