package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The texts that frames are made of, but for those that come once in a connection, found by their bytes. Compiled by
 * TeaVM, making a string is what reading costs most, and most texts of a frame are these: without them it takes a fifth
 * longer.
 */
final class KnownNames {
    private static final int PLACES = 512;

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
        "id",
        "hello",
        "welcome",
        "ack",
        "join",
        "leave",
        "broadcast",
        "begin",
        "chunk",
        "changes",
        "live",
        "flush",
        "present",
        "said",
        "epoch",
        "resume",
        "bytes",
        "state",
        "data",
        "reason",
        "columns",
        "values",
        "next",
        "prev",
        "subs",
        "done",
        "from",
        "who"
    };

    /** Each name at its place. Two that share one would be no error, only slow: the earlier is then not found. */
    private static final @Nullable String[] TABLE = table();

    private KnownNames() {}

    /** The text that these bytes are, if it is a name of the wire; else {@code null}. */
    static @Nullable String find(byte[] bytes, int at, int length) {
        if (length == 0) {
            return null;
        }
        String name = TABLE[place(length, bytes[at], bytes[at + (length >> 1)], bytes[at + length - 1])];
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
            table[place(length, name.charAt(0), name.charAt(length >> 1), name.charAt(length - 1))] = name;
        }
        return table;
    }

    /** The factors give each name a place of its own; found by trying. */
    private static int place(int length, int first, int middle, int last) {
        return (length * 12 + first * 51 + middle * 57 + last * 142) & (PLACES - 1);
    }
}
