package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random values, with a liking for borders. Tests name {@link #seed} on failure; {@code -Dseed=n} repeats a run. */
final class Gen {
    private static final double[] NUMBERS = {
        0,
        1,
        -1,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        -32,
        -33,
        -128,
        -129,
        -32_768,
        -32_769,
        2_147_483_647d,
        2_147_483_648d,
        -2_147_483_648d,
        -2_147_483_649d,
        4_294_967_295d,
        4_294_967_296d,
        9_007_199_254_740_991d,
        -9_007_199_254_740_991d,
        1e300,
        0.1,
        -0.5,
        Double.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final int[] SIZES = {0, 1, 3, 15, 16, 31, 32, 255, 256, 300};
    private static final String[] PIECES = {"a", "key", "\u00e9", "\u20ac", "\ud83d\ude80", "\u0000", "\uffff", "\u07ff"
    };

    private final long seed;
    private final Random random;

    Gen(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    static Gen create() {
        return new Gen(Long.getLong("seed", System.nanoTime()));
    }

    String seed() {
        return "seed " + seed;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    Value value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> Value.NULL;
            case 1 -> Value.of(random.nextBoolean());
            case 2 -> Value.of(number());
            case 3 -> bigInt();
            case 4 -> Value.of(text());
            case 5 -> Value.of(bytes(size()));
            case 6 -> timestamp();
            case 7 -> array(depth - 1);
            default -> map(depth - 1);
        };
    }

    double number() {
        return switch (random.nextInt(3)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> random.nextInt() >> random.nextInt(32);
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    Value.BigInt bigInt() {
        long bits = random.nextLong() >> random.nextInt(64);
        return new Value.BigInt(bits, bits < 0 && random.nextBoolean());
    }

    Value.Timestamp timestamp() {
        long seconds = random.nextLong() >> random.nextInt(64);
        return new Value.Timestamp(seconds, random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = size(); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(random.nextBoolean() ? 2 : PIECES.length)]);
        }
        return text.toString();
    }

    Value.Array array(int depth) {
        List<Value> items = new ArrayList<>();
        for (int count = depth > 1 ? below(5) : size(); count > 0; count--) {
            items.add(value(depth));
        }
        return new Value.Array(items);
    }

    Value.Map map(int depth) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (int count = depth > 1 ? below(5) : size(); count > 0; count--) {
            entries.put(text() + count, value(depth));
        }
        return new Value.Map(entries);
    }

    private int size() {
        return random.nextInt(4) > 0 ? random.nextInt(8) : SIZES[random.nextInt(SIZES.length)];
    }
}
