package dev.samovar.protocol;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as the wire carries it: what JavaScript can hold, because one of the ends is JavaScript. Values are immutable
 * and equal by content.
 */
public sealed interface Value extends ReadValue {
    /** The one null. */
    Null NULL = new Null();

    static Text of(String value) {
        return new Text(value);
    }

    static Num of(double value) {
        return new Num(value);
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException beyond 2<sup>53</sup>-1, where JavaScript's numbers have gaps; take a
     *     {@link BigInt}
     */
    static Num of(long value) {
        Num number = new Num((double) value);
        if (!number.isSafeInteger()) {
            throw new IllegalArgumentException(
                    value + " is beyond 2^53-1, where JavaScript's numbers have gaps. Send it as a BigInt or as text.");
        }
        return number;
    }

    static Bool of(boolean value) {
        return new Bool(value);
    }

    /** Bytes that must not be changed afterwards. */
    static Bytes of(byte[] value) {
        return new Bytes(value);
    }

    static Array array(Value... items) {
        return new Array(Arrays.asList(items.clone()));
    }

    static Map map() {
        return new Map(new LinkedHashMap<>());
    }

    static Map map(String key, Value value) {
        java.util.Map<String, Value> entries = new LinkedHashMap<>();
        entries.put(key, value);
        return new Map(entries);
    }

    static Map map(String key1, Value value1, String key2, Value value2) {
        java.util.Map<String, Value> entries = new LinkedHashMap<>();
        entries.put(key1, value1);
        entries.put(key2, value2);
        return new Map(entries);
    }

    static Map map(String key1, Value value1, String key2, Value value2, String key3, Value value3) {
        java.util.Map<String, Value> entries = new LinkedHashMap<>();
        entries.put(key1, value1);
        entries.put(key2, value2);
        entries.put(key3, value3);
        return new Map(entries);
    }

    /** Nothing. In an optional field it reads the same as an absent field. Use {@link #NULL}. */
    record Null() implements Value {
        @Override
        public boolean isNull() {
            return true;
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.nil();
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public void encodeTo(MessagePackWriter out) {
            out.bool(value);
        }
    }

    /**
     * JavaScript's number, integers and fractions alike: 1 and 1.0 are the same value. There is no negative zero, since
     * the wire does not carry it, and NaN equals itself.
     */
    record Num(double value) implements Value {
        private static final double MAX_SAFE_INTEGER = 9_007_199_254_740_991.0;

        public Num {
            if (value == 0) {
                value = 0.0;
            }
        }

        /** Whether the number is whole and within 2<sup>53</sup>-1, where no two whole numbers are the same double. */
        boolean isSafeInteger() {
            return value >= -MAX_SAFE_INTEGER && value <= MAX_SAFE_INTEGER && Math.floor(value) == value;
        }

        @Override
        public Double asNumber() {
            return value;
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.number(value);
        }

        /** Without the fraction's digits: printing a double costs a compiled program 10 KB of tables. */
        @Override
        public String toString() {
            return "Num[" + (isSafeInteger() ? Long.toString((long) value) : "about " + (long) value) + "]";
        }
    }

    /**
     * JavaScript's bigint, from -2<sup>63</sup> to 2<sup>64</sup>-1. Never equal to a {@link Num}: JavaScript's
     * {@code ===} tells 7 and 7n apart.
     *
     * @param bits the 64 bits of the value
     * @param negative whether the bits are two's complement; otherwise they are unsigned
     */
    record BigInt(long bits, boolean negative) implements Value {
        /** @throws IllegalArgumentException if a negative value is claimed and the bits are those of a positive one */
        public BigInt {
            if (negative && bits >= 0) {
                throw new IllegalArgumentException(
                        "A bigint cannot be negative with the bits of a positive one. Use BigInt.of(long).");
            }
        }

        public static BigInt of(long value) {
            return new BigInt(value, value < 0);
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.bigInt(this);
        }

        /** The value in decimal. */
        @Override
        public String toString() {
            return negative ? Long.toString(bits) : Long.toUnsignedString(bits);
        }
    }

    record Text(String value) implements Value {
        @Override
        public String asText() {
            return value;
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.text(value);
        }
    }

    /**
     * Bytes, equal by content.
     *
     * @param value not copied, so it must not be changed, neither by who made this nor by who reads it
     */
    // The warning is about equality by identity; this record compares by content.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] value) implements Value {
        @Override
        public void encodeTo(MessagePackWriter out) {
            out.bytes(value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    /**
     * A point in time: JavaScript's {@code Date}, finer.
     *
     * @param seconds since 1970, negative before
     * @param nanos 0 to 999,999,999, counted forward from the second
     */
    record Timestamp(long seconds, int nanos) implements Value {
        private static final int NANOS_PER_SECOND = 1_000_000_000;

        /** @throws IllegalArgumentException if the nanoseconds are out of range */
        public Timestamp {
            if (!isNanos(nanos)) {
                throw new IllegalArgumentException("A timestamp cannot have " + nanos
                        + " nanoseconds. Give 0 to 999,999,999, counted forward from the second.");
            }
        }

        static boolean isNanos(int nanos) {
            return nanos >= 0 && nanos < NANOS_PER_SECOND;
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.timestamp(seconds, nanos);
        }
    }

    /**
     * A JavaScript array.
     *
     * @param items an unmodifiable view; the list given must not be changed afterwards
     */
    record Array(List<Value> items) implements Value {
        public Array {
            items = new FixedList<>(items);
        }

        @Override
        public int size() {
            return items.size();
        }

        @Override
        public Value item(int index) {
            return items.get(index);
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.enter();
            out.arrayHeader(items.size());
            for (Value item : items) {
                item.encodeTo(out);
            }
            out.leave();
        }
    }

    /**
     * A JavaScript object with its own keys. Two maps with the same entries are equal in whatever order.
     *
     * @param entries an unmodifiable view in the order of the wire; the map given must not be changed afterwards
     */
    record Map(java.util.Map<String, Value> entries) implements Value {
        public Map {
            entries = entries instanceof SmallMap ? entries : new FixedMap(entries);
        }

        @Override
        public boolean isMap() {
            return true;
        }

        /** The value of a key, or {@code null} if the key is absent. A null that was sent is {@link #NULL}. */
        @Override
        public @Nullable Value get(String key) {
            return entries.get(key);
        }

        @Override
        public void encodeTo(MessagePackWriter out) {
            out.enter();
            out.mapHeader(entries.size());
            for (java.util.Map.Entry<String, Value> entry : entries.entrySet()) {
                out.text(entry.getKey());
                entry.getValue().encodeTo(out);
            }
            out.leave();
        }
    }
}
