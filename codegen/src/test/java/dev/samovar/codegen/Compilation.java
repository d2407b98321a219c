package dev.samovar.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the compiler makes of sources, with the processor and with all warnings. */
final class Compilation {
    private final Path classes;
    private final List<Diagnostic<? extends JavaFileObject>> diagnostics;

    private Compilation(Path classes, List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        this.classes = classes;
        this.diagnostics = diagnostics;
    }

    /**
     * Compiles.
     *
     * @param sources by their names, such as {@code shop/Article.java}
     * @param classes a folder for classes and generated sources
     */
    static Compilation of(Map<String, String> sources, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, text) -> files.add(new Source(name, text)));
        List<String> options = List.of(
                "-Xlint:all,-processing,-classfile,-path,-serial",
                "--release",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                // Nothing but what is given: the compiler would look for sources among the classes, too.
                "-sourcepath",
                classes.resolve("none").toString(),
                "-d",
                classes.toString(),
                "-s",
                classes.toString());
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(null, manager, found, options, null, files);
            task.setProcessors(List.of(new CodecProcessor()));
            task.call();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Compilation(classes, found.getDiagnostics());
    }

    /** Each as {@code name:line kind message}. */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics) {
            JavaFileObject source = diagnostic.getSource();
            String place =
                    source == null ? "" : Path.of(source.getName()).getFileName() + ":" + diagnostic.getLineNumber();
            messages.add(place + " " + diagnostic.getMessage(Locale.ROOT));
        }
        return messages;
    }

    /** A generated file. */
    String generated(String name) throws IOException {
        return Files.readString(classes.resolve(name));
    }

    /** A new object of a class. */
    <T> T instance(String name, Class<T> type) throws ReflectiveOperationException {
        try {
            // Not closed: the classes load others while the test runs.
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {classes.toUri().toURL()}, Compilation.class.getClassLoader());
            return type.cast(loader.loadClass(name).getDeclaredConstructor().newInstance());
        } catch (MalformedURLException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
