package dev.samovar.codegen;

import dev.samovar.codegen.CodecModel.Component;
import java.util.LinkedHashSet;
import java.util.Set;

/** The TypeScript of one record, which {@link TypeScriptApi} puts together with that of others. */
final class TypeScript {
    /** Before the name of a codec whose declaration this one needs. */
    static final String USES = "// uses ";

    private static final int WIDTH = 110;

    private TypeScript() {}

    static String declaration(CodecModel codec) {
        StringBuilder text = new StringBuilder();
        Set<String> uses = new LinkedHashSet<>();
        codec.components().forEach(component -> uses.addAll(component.type().uses()));
        uses.forEach(name -> text.append(USES).append(name).append("\n"));
        text.append(comment(codec.doc().text(), ""));
        text.append("export interface ").append(codec.simpleName()).append(" {\n");
        for (Component component : codec.components()) {
            text.append(comment(codec.doc().components().getOrDefault(component.name(), ""), "  "));
            text.append("  ").append(member(codec, component)).append(";\n");
        }
        return text.append("}\n").toString();
    }

    /** What may be missing when it is written is optional; a row that is read has all its columns. */
    private static String member(CodecModel codec, Component component) {
        boolean isOptional = component.isReadOnly() || (component.isNullable() && !codec.isRow());
        return "readonly " + Literals.member(component.column()) + (isOptional ? "?" : "") + ": "
                + component.type().typeScript() + (component.isNullable() ? " | null" : "");
    }

    static String comment(String text, String indent) {
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() <= WIDTH) {
            return indent + "/** " + text + " */\n";
        }
        StringBuilder comment = new StringBuilder(indent + "/**\n" + indent + " *");
        int used = 0;
        for (String word : text.split(" ", -1)) {
            if (used > 0 && used + word.length() >= WIDTH) {
                comment.append("\n").append(indent).append(" *");
                used = 0;
            }
            comment.append(" ").append(word);
            used += word.length() + 1;
        }
        return comment.append("\n").append(indent).append(" */\n").toString();
    }
}
