package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on one column, each of them true for every row whose value a predicate would let through, and for some
 * more.
 *
 * <p>In storage numbers come before text and text before bytes. A column's affinity converts what it is compared with:
 * a number becomes text beside a TEXT column, numeric text becomes a number beside a numeric one. A {@code +} before
 * the column turns that off, and its indexes with it. The empty literals {@code ''} and {@code x''} are never
 * converted: they stand between the classes. An index serves only comparisons with its own collation, so equality
 * leaves the column's, which at most finds more, and comparison names BINARY, which most columns have.
 */
final class SqlColumn {
    /** From here on whole numbers have gaps, and what was rounded may have been the neighbour. */
    private static final double FIRST_INEXACT = 0x1p53;
    /** More text than this would be near what SQLite takes as one value. */
    private static final int MAX_LIST_CHARS = 400_000;

    private final ColumnType type;
    private final String name;

    SqlColumn(Operand.Column column) {
        this.type = column.type();
        this.name = Sql.quote(column.name());
    }

    SqlCondition isNull() {
        return SqlCondition.of(name + " IS NULL");
    }

    SqlCondition isPresent() {
        return SqlCondition.of(name + " IS NOT NULL");
    }

    private SqlCondition isText() {
        return type == ColumnType.STORED ? SqlCondition.of(name + " >= ''") : isPresent();
    }

    private SqlCondition isBytes() {
        return type == ColumnType.STORED ? SqlCondition.of(name + " >= x''") : isPresent();
    }

    SqlCondition equalTo(Object value) {
        if (isComparable(value)) {
            Object binding = binding(value);
            return binding == null ? SqlCondition.NEVER : SqlCondition.of(name + " = ?", binding);
        }
        if (value instanceof String) {
            return isText();
        }
        return value instanceof byte[] ? isBytes() : range(number(value), number(value));
    }

    SqlCondition in(List<Object> values) {
        List<Object> bindings = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!isComparable(value)) {
                return isPresent();
            }
            Object binding = binding(value);
            if (binding != null) {
                bindings.add(binding);
            }
        }
        if (bindings.isEmpty()) {
            return SqlCondition.NEVER;
        }
        if (bindings.size() > Preselection.MAX_COMPARISONS / 2) {
            return inList(bindings);
        }
        String places = Sql.placeholders(bindings.size());
        return new SqlCondition(name + " IN (" + places + ")", bindings, bindings.size());
    }

    /** One binding holds the whole list. */
    private SqlCondition inList(List<Object> values) {
        String list = SqlList.json(values, MAX_LIST_CHARS);
        return list == null ? isPresent() : SqlCondition.of(name + " IN (SELECT value FROM json_each(?))", list);
    }

    /** Whether SQLite finds exactly the equal values, or none where none can be equal. */
    private static boolean isComparable(Object value) {
        if (value instanceof String text) {
            return isStorable(text);
        }
        if (value instanceof byte[] bytes) {
            // Some bindings make NULL of no bytes.
            return bytes.length > 0;
        }
        return Math.abs(number(value)) < FIRST_INEXACT;
    }

    /** What equals a value in storage; {@code null} if nothing does. */
    private @Nullable Object binding(Object value) {
        if (value instanceof Boolean) {
            return type == ColumnType.BOOLEAN ? (Object) number(value) : null;
        }
        if (value instanceof Long) {
            return type == ColumnType.BIGINT ? (Object) number(value) : null;
        }
        return value;
    }

    SqlCondition above(Object value, boolean orEqual) {
        if (value instanceof String text && type.mayHoldText()) {
            SqlCondition isAbove = textAbove(text, orEqual);
            // Bytes come after all text, so they are in it already.
            return type == ColumnType.TEXT ? isAbove : either(isAbove, SqlCondition.of(name + " < ''"));
        }
        if (!isNumber(value) || !type.mayHoldNumbers()) {
            return isPresent();
        }
        double bound = number(value);
        boolean isExact = Math.abs(bound) < FIRST_INEXACT;
        SqlCondition isAbove =
                SqlCondition.of(name + (orEqual || !isExact ? " >= ?" : " > ?"), isExact ? bound : lower(bound));
        return type == ColumnType.STORED ? either(isAbove, isText()) : isAbove;
    }

    SqlCondition below(Object value, boolean orEqual) {
        if (value instanceof String text && type.mayHoldText()) {
            SqlCondition isBelow = textBelow(text, orEqual);
            // What is unconverted and below some text is text or a number.
            return type == ColumnType.TEXT
                    ? isBelow
                    : either(isBelow, either(SqlCondition.of(name + " < ''"), isBytes()));
        }
        if (!isNumber(value) || !type.mayHoldNumbers()) {
            return isPresent();
        }
        double bound = number(value);
        boolean isExact = Math.abs(bound) < FIRST_INEXACT;
        SqlCondition isBelow =
                SqlCondition.of(name + (orEqual || !isExact ? " <= ?" : " < ?"), isExact ? bound : upper(bound));
        return type == ColumnType.STORED ? either(isBelow, isText()) : isBelow;
    }

    SqlCondition startsWith(String prefix) {
        String ascii = asciiPrefix(prefix);
        if (!type.mayHoldText() || ascii.isEmpty()) {
            return isText();
        }
        return SqlCondition.all(
                List.of(textAbove(ascii, true), textBelow(ascii + '\u0080', false)), Preselection.MAX_COMPARISONS);
    }

    /**
     * Beyond ASCII, SQLite orders text by UTF-8 and predicates by UTF-16, and text that is not UTF-8 looks different
     * from outside: only the ASCII characters that a text begins with bound it.
     */
    private SqlCondition textAbove(String text, boolean orEqual) {
        String ascii = asciiPrefix(text);
        boolean isWhole = ascii.length() == text.length();
        return SqlCondition.of(name + " COLLATE BINARY" + (orEqual || !isWhole ? " >= ?" : " > ?"), ascii);
    }

    private SqlCondition textBelow(String text, boolean orEqual) {
        String ascii = asciiPrefix(text);
        String column = (type == ColumnType.TEXT ? "" : "+") + name + " COLLATE BINARY";
        if (ascii.length() == text.length()) {
            return SqlCondition.of(column + (orEqual ? " <= ?" : " < ?"), ascii);
        }
        String following = following(ascii);
        return following.isEmpty() ? isText() : SqlCondition.of(column + " < ?", following);
    }

    /** The least ASCII text after all that begin with a text; empty if there is none. */
    private static String following(String ascii) {
        int last = ascii.length() - 1;
        while (last >= 0 && ascii.charAt(last) == '\u007f') {
            last--;
        }
        return last < 0 ? "" : ascii.substring(0, last) + (char) (ascii.charAt(last) + 1);
    }

    private static String asciiPrefix(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) <= '\u007f') {
            end++;
        }
        return text.substring(0, end);
    }

    /** Whether the text reads from SQLite as it was bound, and nothing else reads like it. */
    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (Character.isSurrogate(c) || c == '\ufffd') {
                return false;
            }
        }
        return true;
    }

    private SqlCondition range(double least, double most) {
        if (Double.isNaN(least)) {
            return isPresent();
        }
        List<Object> bounds = List.of(lower(least), upper(most));
        return new SqlCondition(name + " BETWEEN ? AND ?", bounds, 2);
    }

    private static double lower(double bound) {
        return Double.isInfinite(bound) ? bound : bound - Math.abs(bound) * 0x1p-52;
    }

    private static double upper(double bound) {
        return -lower(-bound);
    }

    private static SqlCondition either(SqlCondition one, SqlCondition other) {
        return SqlCondition.any(List.of(one, other), Preselection.MAX_COMPARISONS);
    }

    private static boolean isNumber(Object value) {
        return !(value instanceof String) && !(value instanceof byte[]) && !Double.isNaN(number(value));
    }

    /** A boolean is 0 or 1, a bigint the nearest double; NaN for what is no number. */
    private static double number(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        if (value instanceof Long bigint) {
            return (double) bigint;
        }
        // Of the bigints, those that no long holds: 2^63 and what its low bits add.
        return value instanceof Value.BigInt high ? (double) (high.bits() - Long.MIN_VALUE) + 0x1p63 : Double.NaN;
    }
}
