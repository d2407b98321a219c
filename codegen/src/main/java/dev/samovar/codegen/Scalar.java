package dev.samovar.codegen;

import org.jspecify.annotations.Nullable;

/** Values that a column can hold. */
enum Scalar implements FieldType {
    BOOLEAN("BOOLEAN", "bool", Measure.NOTHING, "boolean"),
    INT("NUMBER", "integer", Measure.RANGE, "number") {
        @Override
        public String read(String in, String column, Bounds bounds) {
            Bounds narrow = bounds.within(Integer.MIN_VALUE, Integer.MAX_VALUE);
            String range = bounds.isOpen() ? "#dev.samovar.sync/Range#.INT" : narrow.range();
            return "(int) " + in + ".integer(" + column + ", " + range + ")";
        }

        @Override
        public String readOrNull(String in, String column, Bounds bounds) {
            return in + ".isNull(" + column + ") ? null : " + read(in, column, bounds);
        }
    },
    LONG("NUMBER", "integer", Measure.RANGE, "number"),
    BIGINT("BIGINT", "bigint", Measure.NOTHING, "bigint") {
        @Override
        public String encode(String value) {
            return "#dev.samovar.protocol/Value#.BigInt.of(" + value + ")";
        }
    },
    DOUBLE("NUMBER", "number", Measure.RANGE, "number"),
    TEXT("TEXT", "text", Measure.LENGTH, "string"),
    /** Milliseconds since 1970. */
    INSTANT("NUMBER", "integer", Measure.NOTHING, "number") {
        @Override
        public String read(String in, String column, Bounds bounds) {
            return "#java.time/Instant#.ofEpochMilli(" + super.read(in, column, bounds) + ")";
        }

        @Override
        public String readOrNull(String in, String column, Bounds bounds) {
            return in + ".isNull(" + column + ") ? null : " + read(in, column, bounds);
        }

        @Override
        public String bind(String value) {
            return value + ".toEpochMilli()";
        }

        @Override
        public String encode(String value) {
            return super.encode(bind(value));
        }
    },
    BYTES("BYTES", "bytes", Measure.LENGTH, "Uint8Array"),
    /** Bytes that equal by content. */
    BYTES_VALUE("BYTES", "bytes", Measure.LENGTH, "Uint8Array") {
        @Override
        public String read(String in, String column, Bounds bounds) {
            return "#dev.samovar.protocol/Value#.of(" + super.read(in, column, bounds) + ")";
        }

        @Override
        public String readOrNull(String in, String column, Bounds bounds) {
            return in + ".isNull(" + column + ") ? null : " + read(in, column, bounds);
        }

        @Override
        public String bind(String value) {
            return value + ".value()";
        }

        @Override
        public String encode(String value) {
            return value;
        }
    };

    private final String columnType;
    private final String getter;
    private final Measure measure;
    private final String typeScript;

    Scalar(String columnType, String getter, Measure measure, String typeScript) {
        this.columnType = columnType;
        this.getter = getter;
        this.measure = measure;
        this.typeScript = typeScript;
    }

    @Override
    public @Nullable String columnType() {
        return columnType;
    }

    @Override
    public String read(String in, String column, Bounds bounds) {
        return get(in, getter, column, bounds);
    }

    @Override
    public String readOrNull(String in, String column, Bounds bounds) {
        return get(in, getter + "OrNull", column, bounds);
    }

    private String get(String in, String name, String column, Bounds bounds) {
        String limit = bounds.isOpen() ? "" : ", " + (measure == Measure.LENGTH ? bounds.length() : bounds.range());
        return in + "." + name + "(" + column + limit + ")";
    }

    @Override
    public String bind(String value) {
        return value;
    }

    @Override
    public String encode(String value) {
        return "#dev.samovar.protocol/Value#.of(" + value + ")";
    }

    @Override
    public String typeScript() {
        return typeScript;
    }

    @Override
    public Measure measure() {
        return measure;
    }
}
