package dev.samovar.protocol.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text has a form: {@code %} stands for any run of UTF-16 units, {@code _} for one. Upper and lower case
 * differ, and nothing escapes. What is no text has no form.
 *
 * <p>The pattern is cut at each {@code %}. The first and the last piece have their places at the ends of the text, and
 * each of those between is searched once, from where the one before ended, so a text is read once whatever the pattern.
 */
public final class Like implements Condition {
    private final Operand operand;
    private final String pattern;
    private final String first;
    private final @Nullable String last;
    private final LikePiece[] between;

    /** @throws QueryException if the pattern could be used to waste time */
    Like(Operand operand, String pattern) {
        this.operand = operand;
        this.pattern = pattern;
        int start = pattern.indexOf('%');
        int end = pattern.lastIndexOf('%');
        this.first = start < 0 ? pattern : pattern.substring(0, start);
        this.last = start < 0 ? null : pattern.substring(end + 1);
        List<LikePiece> pieces = new ArrayList<>();
        while (start < end) {
            int next = pattern.indexOf('%', start + 1);
            if (next > start + 1) {
                pieces.add(new LikePiece(pattern.substring(start + 1, next)));
            }
            start = next;
        }
        this.between = pieces.toArray(new LikePiece[0]);
    }

    public Operand operand() {
        return operand;
    }

    public String pattern() {
        return pattern;
    }

    /** What every matching text begins with. */
    public String prefix() {
        int wildcard = first.indexOf('_');
        return wildcard < 0 ? first : first.substring(0, wildcard);
    }

    @Override
    public Truth evaluate(@Nullable Object[] row) {
        Object value = operand.value(row);
        return value == null ? Truth.UNKNOWN : Truth.of(value instanceof String text && matches(text));
    }

    /** Whether a text has the form; a sequence, so that a test can count how often it is looked at. */
    boolean matches(CharSequence text) {
        if (last == null) {
            return text.length() == first.length() && LikePiece.isAt(first, text, 0);
        }
        int end = text.length() - last.length();
        if (end < first.length() || !LikePiece.isAt(first, text, 0) || !LikePiece.isAt(last, text, end)) {
            return false;
        }
        int at = first.length();
        for (int i = 0; i < between.length && at >= 0; i++) {
            at = between[i].endIn(text, at, end);
        }
        return at >= 0;
    }
}
