package dev.samovar.codegen;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.SyncContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object's contract in TypeScript. What was written by hand has no declaration, and as much type as can be known.
 */
final class ApiDeclaration {
    private static final String CODEC = "Codec";

    private final SyncContract contract;
    /** By the names of their codecs. */
    private final Map<String, String> declarations = new LinkedHashMap<>();

    private final Map<String, String> codecsByName = new LinkedHashMap<>();

    ApiDeclaration(SyncContract contract) {
        this.contract = contract;
    }

    /** @param object the name of its class */
    String text(String object) {
        StringBuilder api = new StringBuilder();
        api.append(TypeScript.comment("What " + object + " offers.", "")).append("export interface Api {\n");
        api.append("  collections: {\n");
        contract.collections()
                .forEach((name, codec) -> api.append("    ")
                        .append(Literals.member(name))
                        .append(": ")
                        .append(row(codec))
                        .append(";\n"));
        api.append("  };\n  commands: {\n");
        contract.commands()
                .forEach((name, command) -> api.append("    ")
                        .append(Literals.member(name))
                        .append(arguments(command.args()))
                        .append(": ")
                        .append(typeOf(command.result()))
                        .append(";\n"));
        api.append("  };\n}\n");
        StringBuilder file =
                new StringBuilder("// Made of the Java class " + object + " by the build: change that.\n\n");
        declarations.values().forEach(declaration -> file.append(declaration).append("\n"));
        return file.append(api).toString();
    }

    private String row(RowCodec<?> codec) {
        String name = declared(codec.getClass());
        if (name != null) {
            return name;
        }
        StringBuilder row = new StringBuilder("{ ");
        for (String column : codec.columns()) {
            boolean isKey = column.equals(codec.primaryKey());
            String type = isKey ? "string" : stored(codec.type(column));
            row.append("readonly ")
                    .append(Literals.member(column))
                    .append(": ")
                    .append(type)
                    .append("; ");
        }
        return row.append("}").toString();
    }

    private static String stored(ColumnType type) {
        return switch (type) {
            case STORED -> "unknown";
            case TEXT -> "string | null";
            case NUMBER -> "number | null";
            case BYTES -> "Uint8Array | null";
            case BOOLEAN -> "boolean | null";
            case BIGINT -> "bigint | null";
        };
    }

    private String arguments(@Nullable Object decoder) {
        return decoder == null ? "()" : "(args: " + typeOf(decoder) + ")";
    }

    private String typeOf(Object codec) {
        String name = declared(codec.getClass());
        return name == null ? "unknown" : name;
    }

    /** Declares the type of a codec that was made; {@code null} if it was written by hand. */
    private @Nullable String declared(Class<?> codec) {
        ClassLoader loader = codec.getClassLoader();
        return loader == null ? null : declared(loader, codec.getName());
    }

    private @Nullable String declared(ClassLoader loader, String codec) {
        String name = codec.substring(codec.lastIndexOf('.') + 1);
        if (!name.endsWith(CODEC)) {
            return null;
        }
        String type = name.substring(0, name.length() - CODEC.length());
        if (declarations.containsKey(codec)) {
            return type;
        }
        String text = read(loader, codec.replace('.', '/') + ".d.ts");
        if (text == null) {
            return null;
        }
        String other = codecsByName.putIfAbsent(type, codec);
        if (other != null) {
            throw new IllegalStateException("Two records are called " + type + ": those of " + other + " and of "
                    + codec + ". Rename one, for the page needs two names too.");
        }
        StringBuilder declaration = new StringBuilder();
        text.lines().forEach(line -> {
            if (line.startsWith(TypeScript.USES)) {
                declared(loader, line.substring(TypeScript.USES.length()));
            } else {
                declaration.append(line).append("\n");
            }
        });
        declarations.put(codec, declaration.toString());
        return type;
    }

    private static @Nullable String read(ClassLoader loader, String resource) {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
