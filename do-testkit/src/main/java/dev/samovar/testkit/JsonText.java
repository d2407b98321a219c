package dev.samovar.testkit;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON exactly as JSON.stringify does, so that texts from both runtimes can be compared. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    static String of(@Nullable Object value) {
        JsonText text = new JsonText();
        text.write(value);
        return text.out.toString();
    }

    private void write(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String string) {
            writeString(string);
        } else if (value instanceof Integer) {
            out.append(value);
        } else if (value instanceof Long number) {
            writeLong(number);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else if (value instanceof List<?> list) {
            writeList(list);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else {
            throw new IllegalArgumentException("A " + value.getClass().getName() + " has no JSON form here."
                    + " Give null, Boolean, Integer, Long, Double, String, List or Map.");
        }
    }

    private void writeLong(long number) {
        if (Math.abs(number) > SqlBindings.MAX_SAFE_INTEGER || number == Long.MIN_VALUE) {
            throw new IllegalArgumentException(
                    "The long " + number + " is beyond 2^53-1, where readers of JSON round. Write it as a string.");
        }
        out.append(number);
    }

    private void writeDouble(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number + ". Write null or a string.");
        }
        if (number == Math.rint(number) && Math.abs(number) <= SqlBindings.MAX_SAFE_INTEGER) {
            out.append((long) number);
            return;
        }
        writeDigits(new BigDecimal(Double.toString(number)).stripTrailingZeros());
    }

    /** JavaScript writes plain digits from 1e-6 to below 1e21, and an exponent with its sign beyond. */
    private void writeDigits(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -6 && exponent < 21) {
            out.append(number.toPlainString());
            return;
        }
        String digits = number.unscaledValue().abs().toString();
        out.append(number.signum() < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('e').append(exponent < 0 ? "-" : "+").append(Math.abs(exponent));
    }

    private void writeList(List<?> list) {
        String separator = "[";
        for (Object element : list) {
            out.append(separator);
            write(element);
            separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void writeMap(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(
                        "The key " + entry.getKey() + " of a map is no String, as the names of a JSON object are.");
            }
            writeString(key);
            out.append(':');
            write(entry.getValue());
            separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void writeString(String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (unit < 0x20 || isLoneSurrogate(string, i)) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(unit));
                    } else {
                        out.append(unit);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String string, int index) {
        char unit = string.charAt(index);
        if (Character.isHighSurrogate(unit)) {
            return index + 1 >= string.length() || !Character.isLowSurrogate(string.charAt(index + 1));
        }
        return Character.isLowSurrogate(unit) && (index == 0 || !Character.isHighSurrogate(string.charAt(index - 1)));
    }
}
