package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;

/** JavaScript's bigint beside other values: by value, exactly. */
final class BigInts {
    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_64 = 2 * TWO_TO_63;

    private BigInts() {}

    static boolean is(Object value) {
        return value instanceof Long || value instanceof Value.BigInt;
    }

    /** Compares a bigint with a bigint, a number or text; 0 also if the two cannot be compared. */
    static int compare(Object bigint, Object other) {
        if (other instanceof String text) {
            return compareToText(bigint, text);
        }
        if (other instanceof Double number) {
            return compareToNumber(bigint, number);
        }
        int highs = Boolean.compare(isHigh(bigint), isHigh(other));
        return highs != 0 ? highs : Long.compare(bits(bigint), bits(other));
    }

    private static int compareToNumber(Object bigint, double number) {
        if (Double.isNaN(number)) {
            return 0;
        }
        if (number >= TWO_TO_64) {
            return -1;
        }
        if (number < -TWO_TO_63) {
            return 1;
        }
        if (number >= TWO_TO_63) {
            // Both from 2^63 on: without it they keep their order.
            return isHigh(bigint) ? Long.compare(bits(bigint) - Long.MIN_VALUE, (long) (number - TWO_TO_63)) : -1;
        }
        if (isHigh(bigint)) {
            return 1;
        }
        long whole = (long) number;
        int order = Long.compare(bits(bigint), whole);
        double fraction = number - (double) whole;
        return order != 0 ? order : fraction > 0 ? -1 : fraction < 0 ? 1 : 0;
    }

    /** Text is a bigint if it is a whole number; it may be any longer than a bigint of the wire. */
    private static int compareToText(Object bigint, String text) {
        String trimmed = JsNumber.trimmed(text);
        int radix = JsNumber.radix(trimmed);
        boolean isNegative = trimmed.startsWith("-");
        int start = radix != 10 ? 2 : isNegative || trimmed.startsWith("+") ? 1 : 0;
        if (start > 0 && start == trimmed.length()) {
            return 0;
        }
        long magnitude = 0;
        boolean isBeyond = false;
        for (int i = start; i < trimmed.length(); i++) {
            int digit = JsNumber.digit(trimmed.charAt(i));
            if (digit >= radix) {
                return 0;
            }
            isBeyond |= Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, radix)) > 0;
            magnitude = magnitude * radix + digit;
        }
        if (isNegative) {
            // The magnitude of the least bigint reads as the least long.
            boolean isBelow = isBeyond || (magnitude < 0 && magnitude != Long.MIN_VALUE);
            return isBelow ? 1 : compare(bigint, -magnitude);
        }
        return isBeyond ? -1 : compare(bigint, magnitude < 0 ? (Object) new Value.BigInt(magnitude, false) : magnitude);
    }

    private static boolean isHigh(Object bigint) {
        return bigint instanceof Value.BigInt;
    }

    private static long bits(Object bigint) {
        return bigint instanceof Value.BigInt high ? high.bits() : bigint instanceof Long low ? low : 0;
    }
}
