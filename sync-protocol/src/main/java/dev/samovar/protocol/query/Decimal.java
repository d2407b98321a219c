package dev.samovar.protocol.query;

/**
 * A decimal of up to 800 digits, which becomes the nearest double by doubling and halving it. Instead of
 * {@code Double.parseDouble}, whose tables alone would double the size of a compiled Worker.
 */
final class Decimal {
    /** The middle between two doubles has at most 767 digits; of those behind it only matters whether one is not 0. */
    private static final int MAX_DIGITS = 800;

    /** Ten times two to this power is an int. */
    private static final int MAX_SHIFT = 27;

    private static final int MANTISSA_BITS = 53;
    private static final int MIN_EXPONENT = -1021;

    /**
     * Whole numbers below this and powers of ten up to {@link #MAX_EXACT_POWER} are doubles, so one division rounds
     * once.
     */
    private static final double MAX_EXACT = 1e15;

    private static final int MAX_EXACT_POWER = 22;

    private int[] digits = new int[MAX_DIGITS];
    private int count;

    /** Where the point is: the value is 0.digits times ten to this power. */
    private int point;

    private Decimal() {}

    /** @param text digits with at most one point among them, perhaps a sign before and an exponent behind them */
    static double parse(String text) {
        boolean isNegative = text.charAt(0) == '-';
        double value = read(text, isNegative || text.charAt(0) == '+' ? 1 : 0).nearest();
        return isNegative ? -value : value;
    }

    private static Decimal read(String text, int start) {
        Decimal decimal = new Decimal();
        boolean isFraction = false;
        int i = start;
        while (i < text.length() && (text.charAt(i) | ' ') != 'e') {
            if (text.charAt(i) == '.') {
                isFraction = true;
            } else {
                decimal.add(text.charAt(i) - '0', isFraction);
            }
            i++;
        }
        decimal.point += i < text.length() ? exponent(text, i + 1) : 0;
        return decimal;
    }

    private static int exponent(String text, int start) {
        int exponent = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                // Beyond that, not even as many digits as a frame can have bring it back into the range of doubles.
                exponent = Math.min(exponent * 10 + c - '0', 10_000_000);
            }
        }
        return text.charAt(start) == '-' ? -exponent : exponent;
    }

    private void add(int digit, boolean isFraction) {
        if (count > 0 || digit != 0) {
            point += isFraction ? 0 : 1;
            append(digit);
        } else if (isFraction) {
            point--;
        }
    }

    private void append(int digit) {
        if (count < MAX_DIGITS) {
            digits[count] = digit;
            count++;
        } else if (digit != 0) {
            digits[MAX_DIGITS - 1] |= 1;
        }
    }

    private double nearest() {
        if (count == 0 || point < -330) {
            return 0;
        }
        if (point > 310) {
            return Double.POSITIVE_INFINITY;
        }
        int power = point - count;
        double whole = whole(count);
        if (whole < MAX_EXACT && Math.abs(power) <= MAX_EXACT_POWER) {
            double ten = 1;
            for (int i = Math.abs(power); i > 0; i--) {
                ten *= 10;
            }
            return power < 0 ? whole / ten : whole * ten;
        }
        return scaled();
    }

    private double scaled() {
        int exponent = 0;
        while (point > 0) {
            halve(MAX_SHIFT);
            exponent += MAX_SHIFT;
        }
        while (point < 0 || digits[0] < 5) {
            int times = point < -8 ? MAX_SHIFT : 1;
            redouble(times);
            exponent -= times;
        }
        int bits = MANTISSA_BITS + Math.min(0, exponent - MIN_EXPONENT);
        for (int left = bits; left > 0; left -= MAX_SHIFT) {
            redouble(Math.min(left, MAX_SHIFT));
        }
        return times(bits < 0 ? 0 : rounded(), exponent - bits);
    }

    /** The nearest whole number, of two the even one. */
    private double rounded() {
        double whole = whole(point);
        int next = point < count && point >= 0 ? digits[point] : 0;
        boolean isHalf = next == 5 && point == count - 1;
        boolean isUp = isHalf ? whole % 2 == 1 : next >= 5;
        return isUp ? whole + 1 : whole;
    }

    private double whole(int length) {
        double whole = 0;
        for (int i = 0; i < length; i++) {
            whole = whole * 10 + (i < count ? digits[i] : 0);
        }
        return whole;
    }

    private static double times(double value, int powerOfTwo) {
        double result = value;
        for (int i = powerOfTwo; i > 0; i--) {
            result *= 2;
        }
        for (int i = powerOfTwo; i < 0; i++) {
            result /= 2;
        }
        return result;
    }

    /** Multiplies by two so many times. */
    private void redouble(int times) {
        int[] before = digits;
        int length = count;
        int[] reversed = new int[length + MAX_DIGITS];
        int size = 0;
        int carry = 0;
        for (int i = length - 1; i >= 0 || carry > 0; i--) {
            carry += i >= 0 ? before[i] << times : 0;
            reversed[size] = carry % 10;
            carry /= 10;
            size++;
        }
        begin(point + size - length);
        for (int i = size - 1; i >= 0; i--) {
            append(reversed[i]);
        }
        trim();
    }

    /** Divides by two so many times. */
    private void halve(int times) {
        int[] before = digits;
        int length = count;
        begin(point);
        int rest = 0;
        int mask = (1 << times) - 1;
        for (int i = 0; i < length || rest > 0; i++) {
            rest = rest * 10 + (i < length ? before[i] : 0);
            int digit = rest >> times;
            rest &= mask;
            if (count > 0 || digit > 0) {
                append(digit);
            } else {
                point--;
            }
        }
        trim();
    }

    private void begin(int newPoint) {
        digits = new int[MAX_DIGITS];
        count = 0;
        point = newPoint;
    }

    private void trim() {
        while (count > 0 && digits[count - 1] == 0) {
            count--;
        }
    }
}
