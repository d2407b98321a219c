package dev.samovar.codegen;

import dev.samovar.codegen.CodecModel.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java source of a codec. */
final class CodecSource {
    private static final String VALUE = "#dev.samovar.protocol/Value#";
    private static final String COLUMN_TYPE = "#dev.samovar.protocol.query/ColumnType#";
    private static final String READER = "#dev.samovar.sync/RowReader#";
    private static final String ARGS_READER = "#dev.samovar.sync/ArgsReader#";
    private static final String LIST = "#java.util/List#";

    private final CodecModel codec;
    private final String record;

    CodecSource(CodecModel codec) {
        this.codec = codec;
        this.record = JavaSource.className(codec.packageName(), codec.recordName());
    }

    String text() {
        List<String> members = new ArrayList<>();
        String constants = constants();
        if (!constants.isEmpty()) {
            members.add(constants);
        }
        if (codec.isRow()) {
            members.add(primaryKey());
            members.add(columns());
            members.add(type());
            members.add(decode(READER));
            members.add(bindings());
        }
        if (codec.isPayload()) {
            members.add(codec.isRow() ? decodeAsRow() : decode(ARGS_READER));
            members.add(encode());
        }
        String body = """
                /** Made of {@link %s} by the build: change that. */
                @%s("%s")
                %sfinal class %s implements %s {
                %s
                }
                """.formatted(
                record,
                "#javax.annotation.processing/Generated#",
                CodecProcessor.class.getName(),
                codec.isPublic() ? "public " : "",
                codec.name(),
                interfaces(),
                members.stream().map(member -> member.indent(4).stripTrailing()).collect(Collectors.joining("\n\n")));
        return JavaSource.of(codec.packageName(), body);
    }

    private String interfaces() {
        List<String> interfaces = new ArrayList<>();
        if (codec.isRow()) {
            interfaces.add("#dev.samovar.sync/RowCodec#<" + record + ">");
        }
        if (codec.isPayload()) {
            interfaces.add("#dev.samovar.sync/ArgsDecoder#<" + record + ">");
            interfaces.add("#dev.samovar.sync/ResultEncoder#<" + record + ">");
        }
        return String.join(", ", interfaces);
    }

    private String constants() {
        List<String> constants = new ArrayList<>();
        if (codec.isRow()) {
            constants.add(constant("COLUMNS", codec.written().stream().map(Component::column)));
        }
        for (Component component : codec.components()) {
            FieldType type = component.type() instanceof FieldType.ListOf list ? list.item() : component.type();
            if (type instanceof FieldType.Choice choice) {
                constants.add(constant(choice.constant(), choice.names().stream()));
            }
        }
        return String.join("\n", constants);
    }

    private static String constant(String name, Stream<String> texts) {
        return "private static final " + LIST + "<String> " + name + " = " + LIST + ".of("
                + texts.map(Literals::java).collect(Collectors.joining(", ")) + ");";
    }

    private String primaryKey() {
        return """
                @Override
                public String primaryKey() {
                    return %s;
                }""".formatted(Literals.java(String.valueOf(codec.key())));
    }

    private static String columns() {
        return """
                @Override
                public %s<String> columns() {
                    return COLUMNS;
                }""".formatted(LIST);
    }

    private String type() {
        Map<String, List<String>> columnsByType = new LinkedHashMap<>();
        for (Component component : codec.components()) {
            columnsByType
                    .computeIfAbsent(String.valueOf(component.type().columnType()), type -> new ArrayList<>())
                    .add(Literals.java(component.column()));
        }
        StringBuilder cases = new StringBuilder();
        columnsByType.forEach((type, columns) -> cases.append("        case ")
                .append(String.join(", ", columns))
                .append(" -> ")
                .append(COLUMN_TYPE)
                .append(".")
                .append(type)
                .append(";\n"));
        return """
                @Override
                public %1$s type(String column) {
                    return switch (column) {
                %2$s        default -> %1$s.STORED;
                    };
                }""".formatted(COLUMN_TYPE, cases);
    }

    private String decode(String reader) {
        String arguments = codec.components().stream()
                .map(component -> "            " + read(component))
                .collect(Collectors.joining(",\n"));
        return """
                @Override
                public %1$s decode(%2$s in) {
                    return new %1$s(
                %3$s);
                }""".formatted(record, reader, arguments);
    }

    private static String read(Component component) {
        String column = Literals.java(component.column());
        return component.isNullable()
                ? component.type().readOrNull("in", column, component.bounds())
                : component.type().read("in", column, component.bounds());
    }

    private String decodeAsRow() {
        return """
                @Override
                public %s decode(%s in) {
                    return decode((%s) in);
                }""".formatted(record, ARGS_READER, READER);
    }

    private String bindings() {
        boolean mayBeNull = codec.written().stream().anyMatch(Component::isNullable);
        String values = codec.written().stream()
                .map(component -> "            " + bind(component))
                .collect(Collectors.joining(",\n"));
        return """
                @Override
                public %s<@%s Object> bindings(%s row) {
                    return %s(
                %s);
                }""".formatted(
                        LIST,
                        "#org.jspecify.annotations/Nullable#",
                        record,
                        mayBeNull ? "#java.util/Arrays#.asList" : LIST + ".of",
                        values);
    }

    private String encode() {
        String entries = codec.components().stream()
                .map(component ->
                        "    entries.put(" + Literals.java(component.column()) + ", " + encode(component) + ");")
                .collect(Collectors.joining("\n"));
        return """
                @Override
                public %1$s encode(%2$s value) {
                    %3$s<String, %1$s> entries = new %4$s<>();
                %5$s
                    return new %1$s.Map(entries);
                }""".formatted(VALUE, record, "#java.util/Map#", "#java.util/LinkedHashMap#", entries);
    }

    private static String bind(Component component) {
        String value = "row." + component.name() + "()";
        String bound = component.type().bind(value);
        return component.isNullable() && !bound.equals(value) ? value + " == null ? null : " + bound : bound;
    }

    private static String encode(Component component) {
        String value = "value." + component.name() + "()";
        String encoded = component.type().encode(value);
        return component.isNullable() ? value + " == null ? " + VALUE + ".NULL : " + encoded : encoded;
    }
}
