package dev.samovar.codegen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of a record, to be said of its TypeScript again.
 *
 * @param text of the record; may be empty
 * @param components the text of each component that has one, by its name in Java
 */
record Javadoc(String text, Map<String, String> components) {
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s+(?:(\\S+)\\s+)?");
    private static final Pattern LABELLED = Pattern.compile("\\{@link(?:plain)?\\s+[^\\s}]+\\s+([^}]+)}");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+#?([^}]+)}");
    private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+([^}]*)}");
    private static final Pattern TAG = Pattern.compile("</?[a-z]+>");

    /** @param comment as the compiler gives it */
    static Javadoc parse(@Nullable String comment) {
        String all = comment == null ? "" : comment;
        Map<String, String> components = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(all);
        int end = all.length();
        if (block.find()) {
            end = block.start();
            boolean more;
            do {
                boolean isComponent = "param".equals(block.group(1)) && block.group(2) != null;
                String name = block.group(2);
                int from = block.end();
                more = block.find();
                if (isComponent) {
                    components.put(name, plain(all.substring(from, more ? block.start() : all.length())));
                }
            } while (more);
        }
        return new Javadoc(plain(all.substring(0, end)), components);
    }

    private static String plain(String javadoc) {
        String text = LABELLED.matcher(javadoc).replaceAll("$1");
        text = LINK.matcher(text).replaceAll("$1");
        text = INLINE.matcher(text).replaceAll("`$1`");
        return TAG.matcher(text).replaceAll("").strip().replaceAll("\\s+", " ").replace("*/", "*\\/");
    }
}
