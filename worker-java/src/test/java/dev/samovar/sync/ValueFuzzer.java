package dev.samovar.sync;

import dev.samovar.protocol.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values as an attacker chooses them: those at the edges of a type, of SQL and of JavaScript. */
final class ValueFuzzer {
    static final List<String> TEXTS = List.of(
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

    /** Those that some frame has. */
    static final List<String> FIELDS = List.of(
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

    final Random random;

    ValueFuzzer(Random random) {
        this.random = random;
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    Value text() {
        return Value.of(chance(40) ? pick(TEXTS).repeat(1 + random.nextInt(400)) : pick(TEXTS));
    }

    Value leaf() {
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

    Value list() {
        Value[] items = new Value[chance(300) ? 10_000 + random.nextInt(3) : random.nextInt(8)];
        for (int i = 0; i < items.length; i++) {
            items[i] = items.length > 100 ? Value.of(i) : leaf();
        }
        return Value.array(items);
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

    /** Bytes that never were a frame. */
    byte[] junk() {
        byte[] junk = new byte[random.nextInt(120)];
        random.nextBytes(junk);
        return junk;
    }
}
