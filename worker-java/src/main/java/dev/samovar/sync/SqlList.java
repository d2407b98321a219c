package dev.samovar.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a list of values as JSON, for SQLite's {@code json_each}: one binding instead of many. */
final class SqlList {
    private static final String HEX = "0123456789abcdef";

    private SqlList() {}

    /** {@code null} for values other than text without NUL and whole numbers, and for lists that are too long. */
    static @Nullable String json(List<Object> values, int maxChars) {
        StringBuilder json = new StringBuilder("[");
        for (Object value : values) {
            json.append(json.length() == 1 ? "" : ",");
            if (json.length() > maxChars || !append(json, value)) {
                return null;
            }
        }
        return json.length() > maxChars ? null : json.append(']').toString();
    }

    private static boolean append(StringBuilder json, Object value) {
        if (value instanceof Double number && (double) (long) number.doubleValue() == number) {
            json.append((long) number.doubleValue());
            return true;
        }
        if (!(value instanceof String text) || text.indexOf('\0') >= 0) {
            return false;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        json.append('"');
        return true;
    }
}
