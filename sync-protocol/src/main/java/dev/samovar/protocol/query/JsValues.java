package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JavaScript's operators on the values of rows and literals, as TanStack DB applies them: equality knows no conversion,
 * comparison converts. None of the arguments is null, and bigints are {@link Long}, or {@link Value.BigInt} from
 * 2<sup>63</sup> on.
 */
final class JsValues {
    private JsValues() {}

    /** NaN equals itself, bytes are equal by content, and a bigint never equals a number. */
    static boolean equal(Object a, Object b) {
        if (a instanceof String text) {
            return text.equals(b);
        }
        if (a instanceof Double number) {
            return b instanceof Double other && equal((double) number, (double) other);
        }
        if (a instanceof byte[] bytes) {
            return b instanceof byte[] others && Arrays.equals(bytes, others);
        }
        return a.equals(b);
    }

    private static boolean equal(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    static boolean isNaN(Object value) {
        return value instanceof Double number && number.isNaN();
    }

    static boolean isTruthy(Object value) {
        if (value instanceof Double number) {
            return number != 0 && !number.isNaN();
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        return !(value instanceof Long bigint) || bigint != 0;
    }

    /**
     * What {@code <} and {@code >} say: text beside text by UTF-16 unit, everything else by number, where a boolean is
     * 0 or 1 and bytes are the text of their values with commas between.
     *
     * @return 0 also if the two cannot be compared
     */
    static int compare(Object a, Object b) {
        if (a instanceof String text && b instanceof String other) {
            return text.compareTo(other);
        }
        if (a instanceof Double number && b instanceof Double other) {
            return compare((double) number, (double) other);
        }
        return compareConverted(converted(a), converted(b));
    }

    private static int compareConverted(Object a, Object b) {
        if (a instanceof String text && b instanceof String other) {
            return text.compareTo(other);
        }
        if (BigInts.is(a)) {
            return BigInts.compare(a, b);
        }
        if (BigInts.is(b)) {
            return -BigInts.compare(b, a);
        }
        return compare(number(a), number(b));
    }

    /** 0 beside NaN, which neither is less than anything nor greater. */
    private static int compare(double a, double b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }

    private static Object converted(Object value) {
        if (value instanceof Boolean bool) {
            return bool ? 1.0 : 0.0;
        }
        return value instanceof byte[] bytes ? text(bytes) : value;
    }

    private static double number(Object value) {
        return value instanceof String text ? JsNumber.parse(text) : value instanceof Double number ? number : 0;
    }

    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 0 ? "" : ",").append(bytes[i] & 0xff);
        }
        return text.toString();
    }

    /**
     * A total order in which values are neighbours exactly if they are equal: false, true, numbers with NaN last,
     * bigints, text by UTF-16 unit, bytes.
     */
    static int order(Object a, Object b) {
        int kind = kind(a);
        int difference = kind - kind(b);
        if (difference != 0) {
            return difference;
        }
        if (a instanceof byte[] bytes && b instanceof byte[] others) {
            return compareBytes(bytes, others);
        }
        if (isNaN(a) || isNaN(b)) {
            return Boolean.compare(isNaN(a), isNaN(b));
        }
        return compare(a, b);
    }

    /** As unsigned bytes from the front, as SQLite does; TeaVM's {@link Arrays} has no such method. */
    static int compareBytes(byte[] a, byte[] b) {
        int common = Math.min(a.length, b.length);
        for (int i = 0; i < common; i++) {
            int difference = (a[i] & 0xff) - (b[i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return a.length - b.length;
    }

    private static int kind(Object value) {
        if (value instanceof Boolean) {
            return 0;
        }
        if (value instanceof Double) {
            return 1;
        }
        if (value instanceof String) {
            return 3;
        }
        return value instanceof byte[] ? 4 : 2;
    }

    /**
     * What a literal of the wire is to a predicate; a date is its milliseconds.
     *
     * @throws QueryException for an array or an object
     */
    static @Nullable Object of(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Num number) {
            return number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Null) {
            return null;
        }
        if (value instanceof Value.BigInt bigint) {
            return bigint.negative() || bigint.bits() >= 0 ? (Object) bigint.bits() : bigint;
        }
        if (value instanceof Value.Bytes bytes) {
            return bytes.value();
        }
        if (value instanceof Value.Timestamp time) {
            return millis(time);
        }
        throw QueryException.invalid(
                "a literal of a filter must be text, a number, a bigint, a boolean, a date, bytes or"
                        + " null; lists belong into 'in'");
    }

    /** As a JavaScript date counts: whole milliseconds, cut toward 1970, and NaN where no date reaches. */
    private static double millis(Value.Timestamp time) {
        double exact = time.seconds() * 1e3 + time.nanos() / 1e6;
        double millis = exact < 0 ? Math.ceil(exact) : Math.floor(exact);
        return Math.abs(millis) <= 8.64e15 ? millis + 0.0 : Double.NaN;
    }
}
