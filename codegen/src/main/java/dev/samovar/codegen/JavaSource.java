package dev.samovar.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java file whose text names classes as {@code #package/Name#}, nested ones as {@code #package/Outer.Name#}. They are
 * imported; two of the same simple name are told apart, with those of the file's own package having the first choice.
 */
final class JavaSource {
    private static final Pattern CLASS = Pattern.compile("#([\\w.]*)/(\\w+)((?:\\.\\w+)*)#");

    private final String packageName;
    private final String body;
    private final Map<String, String> packagesByName = new HashMap<>();
    private final TreeSet<String> imports = new TreeSet<>();

    private JavaSource(String packageName, String body) {
        this.packageName = packageName;
        this.body = body;
    }

    /** @param body all that stands behind the imports */
    static String of(String packageName, String body) {
        JavaSource source = new JavaSource(packageName, body);
        source.claim(true);
        source.claim(false);
        String text = CLASS.matcher(body).replaceAll(found -> Matcher.quoteReplacement(source.name(found)));
        StringBuilder file = new StringBuilder();
        if (!packageName.isEmpty()) {
            file.append("package ").append(packageName).append(";\n\n");
        }
        source.imports.forEach(name -> file.append("import ").append(name).append(";\n"));
        return file.append(source.imports.isEmpty() ? "" : "\n").append(text).toString();
    }

    static String className(String packageName, String name) {
        return "#" + packageName + "/" + name + "#";
    }

    private void claim(boolean own) {
        Matcher found = CLASS.matcher(body);
        while (found.find()) {
            if (found.group(1).equals(packageName) == own) {
                packagesByName.putIfAbsent(found.group(2), found.group(1));
            }
        }
    }

    private String name(MatchResult found) {
        String from = found.group(1);
        String simple = found.group(2);
        if (!from.equals(packagesByName.get(simple))) {
            return from + "." + simple + found.group(3);
        }
        if (!from.equals(packageName) && !from.equals("java.lang")) {
            imports.add(from + "." + simple);
        }
        return simple + found.group(3);
    }
}
