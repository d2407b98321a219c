package dev.samovar.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The application in {@code src/test/shop}, and what is expected to be made of it. */
final class ShopSources {
    private static final Path FOLDER = Path.of("src/test/shop");

    private ShopSources() {}

    static Compilation compile(Path classes) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String name : new String[] {"Article", "Order", "Ordered", "Range", "Shop"}) {
            sources.put("shop/" + name + ".java", expected(name + ".java"));
        }
        return Compilation.of(sources, classes);
    }

    static String expected(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }
}
