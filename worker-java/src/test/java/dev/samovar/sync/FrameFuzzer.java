package dev.samovar.sync;

import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Frames as an attacker makes them: nearly right, wrong in one place or in all, or bytes that never were a frame. */
final class FrameFuzzer {
    private static final List<String> TEXTS = List.of(
            "",
            "'",
            "\"",
            "'; DROP TABLE notes; --",
            "\") OR 1=1 --",
            "?1",
            ":a",
            "@b",
            "$c",
            "%",
            "_%\\",
            "NULL",
            "_sync_changes",
            "_sync_subscriptions",
            "sqlite_master",
            "rowid",
            "__proto__x",
            "constructor",
            "toString",
            "hasOwnProperty",
            "\u0000",
            "a\u0000b",
            "\ufffd",
            "\ud83d\ude00",
            "\uffff\uffff",
            "\ue000",
            "e\u0301",
            "\r\n",
            "[]",
            "{}",
            "0",
            "-1",
            "1e308",
            "9007199254740993",
            "9223372036854775808");

    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        255,
        256,
        1e9,
        -2147483648,
        4294967295d,
        4294967296d,
        9007199254740991d,
        9007199254740992d,
        -9007199254740992d,
        9.3e18,
        1e308,
        -1e308,
        Double.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private static final List<String> KINDS = List.of(
            "sub",
            "sub",
            "sub",
            "sub",
            "unsub",
            "mut",
            "mut",
            "mut",
            "mut",
            "call",
            "call",
            "fetch",
            "fetch",
            "ack",
            "join",
            "leave",
            "broadcast",
            "hello",
            "snap",
            "flush",
            "");

    private static final List<String> FIELDS = List.of(
            "t",
            "subId",
            "txId",
            "fetchId",
            "collection",
            "where",
            "orderBy",
            "limit",
            "offset",
            "since",
            "epoch",
            "resume",
            "cursor",
            "ops",
            "name",
            "args",
            "bytes",
            "version",
            "agent",
            "state",
            "data",
            "extra");

    private static final List<String> FUNCTIONS =
            List.of("eq", "gt", "gte", "lt", "lte", "in", "like", "isNull", "isUndefined", "and", "or", "not", "upper");

    final Random random;
    private final List<String> collections;
    private final List<String> columns;
    /** What the server has said and a client may send back, at another place or too late. */
    final List<String> heard = new ArrayList<>();

    FrameFuzzer(Random random, List<String> collections, List<String> columns) {
        this.random = random;
        this.collections = collections;
        this.columns = columns;
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    // Frames.

    byte[] frame() {
        byte[] frame = chance(30) ? junk() : encoded(pick(KINDS));
        return chance(6) ? mutated(frame) : frame;
    }

    byte[] junk() {
        byte[] junk = new byte[random.nextInt(120)];
        random.nextBytes(junk);
        return junk;
    }

    byte[] encoded(String kind) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("t", Value.of(kind));
        switch (kind) {
            case "sub" -> {
                fields.put("subId", id("s"));
                query(fields);
                maybe(fields, "offset", count());
                maybe(fields, "since", position());
                maybe(fields, "epoch", chance(3) ? text() : heardOr("e"));
                if (chance(6)) {
                    fields.put("resume", chance(2) ? heardOr("1") : value(2));
                }
            }
            case "unsub" -> fields.put("subId", id("s"));
            case "mut" -> {
                fields.put("txId", id("t"));
                fields.put("collection", collection());
                fields.put("ops", ops());
            }
            case "call" -> {
                fields.put("txId", id("t"));
                fields.put("name", chance(3) ? text() : Value.of("echo"));
                maybe(fields, "args", value(3));
            }
            case "fetch" -> {
                fields.put("fetchId", id("f"));
                query(fields);
                maybe(fields, "cursor", Value.map("whereFrom", predicate(2), "whereCurrent", predicate(2)));
            }
            case "ack" -> fields.put("bytes", count());
            case "hello" -> fields.put("version", count());
            default -> maybe(fields, pick(FIELDS), value(2));
        }
        spoil(fields);
        return bytes(fields);
    }

    private void query(Map<String, Value> fields) {
        fields.put("collection", collection());
        if (chance(2)) {
            fields.put("where", predicate(random.nextInt(4)));
        }
        maybe(fields, "orderBy", ordering());
        maybe(fields, "limit", count());
    }

    private void spoil(Map<String, Value> fields) {
        if (chance(5)) {
            String field = pick(List.copyOf(fields.keySet()));
            if (chance(3)) {
                fields.remove(field);
            } else {
                fields.put(field, value(3));
            }
        }
        maybe(fields, pick(FIELDS), chance(20) ? value(4) : text());
    }

    private void maybe(Map<String, Value> fields, String name, Value value) {
        if (chance(4)) {
            fields.putIfAbsent(name, value);
        }
    }

    /** With a field twice, now and then: no map can have that. */
    private byte[] bytes(Map<String, Value> fields) {
        MessagePackWriter out = new MessagePackWriter();
        boolean doubled = !fields.isEmpty() && chance(15);
        out.mapHeader(fields.size() + (doubled ? 1 : 0));
        fields.forEach((name, value) -> {
            out.text(name);
            value.encodeTo(out);
        });
        if (doubled) {
            out.text(pick(List.copyOf(fields.keySet())));
            value(1).encodeTo(out);
        }
        return out.toByteArray();
    }

    byte[] mutated(byte[] frame) {
        byte[] bytes = frame.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 3 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(4));
                case 4 -> bytes = spliced(bytes, at, junk());
                default -> bytes = spliced(bytes, at, java.util.Arrays.copyOfRange(bytes, at / 2, at));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted) {
        byte[] all = java.util.Arrays.copyOf(bytes, bytes.length + inserted.length);
        System.arraycopy(inserted, 0, all, at, inserted.length);
        System.arraycopy(bytes, at, all, at + inserted.length, bytes.length - at);
        return all;
    }

    // Parts of frames.

    private Value id(String prefix) {
        if (chance(12)) {
            return chance(10) ? Value.of("x".repeat(200 + random.nextInt(100))) : text();
        }
        return Value.of(prefix + random.nextInt(12));
    }

    private Value collection() {
        return chance(8) ? text() : Value.of(pick(collections));
    }

    private Value column() {
        return chance(15) ? text() : Value.of(pick(columns));
    }

    private Value heardOr(String other) {
        return Value.of(heard.isEmpty() ? other : pick(heard));
    }

    private Value position() {
        if (chance(2)) {
            return heardOr("0");
        }
        return chance(3)
                ? text()
                : Value.of(pick(List.of(
                        "0",
                        "1",
                        "00",
                        "-1",
                        "+1",
                        "1.0",
                        " 1",
                        "1767225600001",
                        "9007199254740991",
                        "9007199254740992",
                        "99999999999999999999")));
    }

    private Value count() {
        return chance(3) ? value(1) : Value.of(random.nextInt(chance(5) ? Integer.MAX_VALUE : 20));
    }

    private Value ops() {
        List<Value> ops = new ArrayList<>();
        int size = chance(40) ? 120 + random.nextInt(20) : random.nextInt(4);
        for (int i = 0; i < size; i++) {
            ops.add(chance(20) ? value(2) : op());
        }
        return new Value.Array(ops);
    }

    private Value op() {
        Map<String, Value> op = new LinkedHashMap<>();
        op.put("type", chance(20) ? text() : Value.of(pick(List.of("insert", "update", "delete"))));
        op.put("key", chance(8) ? text() : Value.of("k" + random.nextInt(16)));
        if (!chance(4)) {
            Map<String, Value> cols = new LinkedHashMap<>();
            for (String name : columns) {
                if (!chance(3)) {
                    cols.put(name, chance(4) ? value(2) : chance(2) ? text() : Value.of(random.nextInt(5)));
                }
            }
            if (chance(10)) {
                cols.put(pick(TEXTS), value(1));
            }
            cols.remove("id");
            op.put("cols", new Value.Map(cols));
        }
        return new Value.Map(op);
    }

    /** A predicate, most of whose parts are as they should be. */
    Value predicate(int depth) {
        if (chance(25)) {
            return value(2);
        }
        if (depth == 0 || chance(3)) {
            return chance(2) ? Filters.func(pick(FUNCTIONS), operand(), operand()) : comparison();
        }
        String name = pick(List.of("and", "or", "not", "and", "or", pick(FUNCTIONS)));
        Value[] args = new Value[name.equals("not") ? 1 : random.nextInt(chance(50) ? 60 : 4)];
        for (int i = 0; i < args.length; i++) {
            args[i] = predicate(depth - 1);
        }
        return Filters.func(name, args);
    }

    private Value comparison() {
        Value ref = Value.map("type", Value.of("ref"), "path", Value.array(column()));
        return switch (random.nextInt(8)) {
            case 0 -> Filters.func("in", ref, Filters.val(list()));
            case 1 -> Filters.func("like", ref, Filters.val(text()));
            case 2 -> Filters.func(pick(List.of("isNull", "isUndefined")), ref);
            default -> Filters.func(pick(FUNCTIONS.subList(0, 5)), ref, Filters.val(leaf()));
        };
    }

    private Value operand() {
        return switch (random.nextInt(4)) {
            case 0 -> Filters.val(value(1));
            case 1 -> Value.map("type", Value.of("ref"), "path", Value.array(column(), column()));
            case 2 -> Filters.ref(pick(columns));
            default -> Filters.val(list());
        };
    }

    private Value list() {
        Value[] items = new Value[chance(300) ? 10_000 + random.nextInt(3) : random.nextInt(8)];
        for (int i = 0; i < items.length; i++) {
            items[i] = items.length > 100 ? Value.of(i) : leaf();
        }
        return Value.array(items);
    }

    Value ordering() {
        if (chance(6)) {
            return value(3);
        }
        Value[] clauses = new Value[random.nextInt(chance(10) ? 12 : 3)];
        for (int i = 0; i < clauses.length; i++) {
            Value expression = chance(10) ? value(2) : Filters.ref(pick(columns));
            Value options = chance(5)
                    ? value(2)
                    : Value.map(
                            "direction",
                            chance(6) ? value(1) : Value.of(chance(2) ? "desc" : "asc"),
                            "nulls",
                            chance(6) ? value(1) : Value.of(chance(2) ? "last" : "first"),
                            "stringSort",
                            chance(6) ? value(1) : Value.of(chance(4) ? "locale" : "lexical"));
            clauses[i] = chance(8)
                    ? Value.map("col", column(), "dir", text())
                    : Value.map("expression", expression, "compareOptions", options);
        }
        return Value.array(clauses);
    }

    Value text() {
        return Value.of(chance(40) ? pick(TEXTS).repeat(1 + random.nextInt(400)) : pick(TEXTS));
    }

    private Value leaf() {
        return switch (random.nextInt(9)) {
            case 0 -> Value.NULL;
            case 1 -> Value.of(random.nextBoolean());
            case 2, 3 -> Value.of(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4 -> Value.of(random.nextInt(5));
            case 5 ->
                chance(2)
                        ? Value.BigInt.of(random.nextLong())
                        : new Value.BigInt(random.nextLong() | Long.MIN_VALUE, false);
            case 6 -> Value.of(junk());
            case 7 -> new Value.Timestamp(random.nextLong(), random.nextInt(1_000_000_000));
            default -> text();
        };
    }

    Value value(int depth) {
        if (depth == 0 || chance(2)) {
            return leaf();
        }
        int size = random.nextInt(4);
        if (chance(2)) {
            Value[] items = new Value[size];
            for (int i = 0; i < size; i++) {
                items[i] = value(depth - 1);
            }
            return Value.array(items);
        }
        Map<String, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            entries.put(chance(2) ? pick(FIELDS) : pick(TEXTS), value(depth - 1));
        }
        return new Value.Map(entries);
    }
}
