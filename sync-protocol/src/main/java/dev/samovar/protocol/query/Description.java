package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A predicate as text that is the same for predicates that are written differently but say the same, as far as is
 * easily seen: parts in another order, parts repeated. Whatever a client chose is preceded by its length, so no two
 * predicates that differ have the same text.
 */
final class Description {
    private final StringBuilder text = new StringBuilder();

    private Description() {}

    static String of(Condition condition) {
        Description description = new Description();
        description.add(condition);
        return description.text.toString();
    }

    private void add(Condition condition) {
        if (condition instanceof Condition.Constant constant) {
            text.append(
                    switch (constant.truth()) {
                        case TRUE -> "true";
                        case FALSE -> "false";
                        case UNKNOWN -> "unknown";
                        case TRUTHY -> "truthy";
                        case FALSY -> "falsy";
                    });
        } else if (condition instanceof Condition.Bare bare) {
            text.append("(is ");
            add(bare.operand());
            text.append(')');
        } else if (condition instanceof Condition.Comparison comparison) {
            text.append('(').append(comparison.relation().operator()).append(' ');
            add(comparison.left());
            add(comparison.right());
            text.append(')');
        } else if (condition instanceof Condition.NullCheck check) {
            text.append("(isNull ");
            add(check.operand());
            text.append(')');
        } else if (condition instanceof Condition.Not not) {
            text.append("(not ");
            add(not.part());
            text.append(')');
        } else if (condition instanceof Condition.All all) {
            addSet("(and ", all.parts());
        } else if (condition instanceof Condition.Any any) {
            addSet("(or ", any.parts());
        } else if (condition instanceof Like like) {
            text.append("(like ");
            add(like.operand());
            addText(like.pattern());
            text.append(')');
        } else if (condition instanceof Membership membership) {
            text.append("(in ");
            add(membership.operand());
            for (Object item : membership.items()) {
                addLiteral(item);
            }
            text.append(')');
        }
    }

    private void addSet(String start, List<Condition> parts) {
        List<String> descriptions = new ArrayList<>(parts.size());
        for (Condition part : parts) {
            descriptions.add(of(part));
        }
        descriptions.sort(String::compareTo);
        text.append(start);
        String before = "";
        for (String description : descriptions) {
            text.append(description.equals(before) ? "" : description);
            before = description;
        }
        text.append(')');
    }

    private void add(Operand operand) {
        if (operand instanceof Operand.Column column) {
            text.append(
                    switch (column.type()) {
                        case STORED, TEXT, NUMBER, BYTES -> 'c';
                        case BOOLEAN -> 'b';
                        case BIGINT -> 'i';
                    });
            addText(column.name());
        } else if (operand instanceof Operand.Literal literal) {
            addLiteral(literal.value());
        }
    }

    private void addText(String value) {
        text.append(value.length()).append(':').append(value);
    }

    private void addLiteral(@Nullable Object value) {
        if (value == null) {
            text.append("null;");
        } else if (value instanceof Boolean bool) {
            text.append(bool ? "true;" : "false;");
        } else if (value instanceof String string) {
            text.append('s');
            addText(string);
        } else if (value instanceof Double number) {
            text.append('n');
            addNumber(number);
            text.append(';');
        } else if (value instanceof Long bigint) {
            text.append('g').append(Long.toString(bigint)).append(';');
        } else if (value instanceof Value.BigInt bigint) {
            text.append('g').append(Long.toUnsignedString(bigint.bits())).append(';');
        } else if (value instanceof byte[] bytes) {
            text.append('y').append(bytes.length).append(':');
            for (byte one : bytes) {
                text.append((char) (one & 0xff));
            }
        }
    }

    /** In decimal if it is a small whole number; printing other doubles costs a compiled program 10 KB of tables. */
    private void addNumber(double number) {
        int small = (int) number;
        if (small == number) {
            text.append(small);
        } else {
            text.append('x').append(Long.toHexString(Double.doubleToLongBits(number)));
        }
    }
}
