package dev.samovar.codegen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type that a component may have, and the Java and TypeScript that carry it. A class is named {@code #package/Name#}.
 */
sealed interface FieldType permits Scalar, FieldType.Choice, FieldType.Nested, FieldType.ListOf {
    /** The {@code ColumnType} of its column; {@code null} if no column can hold it. */
    @Nullable
    String columnType();

    /**
     * An expression that reads a value which must be there.
     *
     * @param in the reader
     * @param column a Java expression
     */
    String read(String in, String column, Bounds bounds);

    /** An expression that reads a value or {@code null}. */
    default String readOrNull(String in, String column, Bounds bounds) {
        return in + ".isNull(" + column + ") ? null : " + read(in, column, bounds);
    }

    /** What is bound to a statement for a value. */
    String bind(String value);

    /** The value on the wire. */
    String encode(String value);

    String typeScript();

    /** What a {@code @Limit} may say of it. */
    Measure measure();

    /** The names of codecs that its TypeScript needs. */
    default List<String> uses() {
        return List.of();
    }

    /** What there is to limit. */
    enum Measure {
        NOTHING,
        LENGTH,
        RANGE
    }

    /**
     * An enum.
     *
     * @param java the class
     * @param constant the name of the generated list of names
     * @param names of the constants as clients see them, in their order
     */
    record Choice(String java, String constant, List<String> names) implements FieldType {
        @Override
        public String columnType() {
            return "TEXT";
        }

        @Override
        public String read(String in, String column, Bounds bounds) {
            return in + ".choice(" + column + ", " + constant + ", " + java + ".values())";
        }

        @Override
        public String readOrNull(String in, String column, Bounds bounds) {
            return in + ".choiceOrNull(" + column + ", " + constant + ", " + java + ".values())";
        }

        @Override
        public String bind(String value) {
            return constant + ".get(" + value + ".ordinal())";
        }

        @Override
        public String encode(String value) {
            return "#dev.samovar.protocol/Value#.of(" + bind(value) + ")";
        }

        @Override
        public String typeScript() {
            return names.stream()
                    .map(Literals::typeScript)
                    .reduce((a, b) -> a + " | " + b)
                    .orElse("never");
        }

        @Override
        public Measure measure() {
            return Measure.NOTHING;
        }
    }

    /**
     * Another record with a codec.
     *
     * @param java the record
     * @param codec its codec
     * @param qualified the codec's full name
     */
    record Nested(String java, String codec, String qualified) implements FieldType {
        @Override
        public @Nullable String columnType() {
            return null;
        }

        @Override
        public String read(String in, String column, Bounds bounds) {
            return in + ".object(" + column + ", new " + codec + "())";
        }

        @Override
        public String bind(String value) {
            throw new IllegalStateException("No column holds a record.");
        }

        @Override
        public String encode(String value) {
            return "new " + codec + "().encode(" + value + ")";
        }

        @Override
        public String typeScript() {
            String simple = qualified.substring(qualified.lastIndexOf('.') + 1);
            return simple.substring(0, simple.length() - "Codec".length());
        }

        @Override
        public Measure measure() {
            return Measure.NOTHING;
        }

        @Override
        public List<String> uses() {
            return List.of(qualified);
        }
    }

    /** A list. */
    record ListOf(FieldType item) implements FieldType {
        @Override
        public @Nullable String columnType() {
            return null;
        }

        @Override
        public String read(String in, String column, Bounds bounds) {
            String length = bounds.isOpen() ? "#dev.samovar.sync/Length#.max(Integer.MAX_VALUE)" : bounds.length();
            if (item instanceof Nested nested) {
                return in + ".list(" + column + ", " + length + ", new " + nested.codec() + "())";
            }
            String read = item.read("list", "item", Bounds.NONE);
            return in + ".items(" + column + ", " + length + ", (list, item) -> " + read + ")";
        }

        @Override
        public String bind(String value) {
            throw new IllegalStateException("No column holds a list.");
        }

        @Override
        public String encode(String value) {
            String encoder =
                    item instanceof Nested nested ? "new " + nested.codec() + "()" : "item -> " + item.encode("item");
            return "#dev.samovar.sync/ResultEncoder#.list(" + value + ", " + encoder + ")";
        }

        @Override
        public String typeScript() {
            String type = item.typeScript();
            return "readonly " + (type.contains(" ") ? "(" + type + ")" : type) + "[]";
        }

        @Override
        public Measure measure() {
            return Measure.LENGTH;
        }

        @Override
        public List<String> uses() {
            return item.uses();
        }
    }
}
