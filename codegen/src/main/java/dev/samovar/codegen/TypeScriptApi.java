package dev.samovar.codegen;

import dev.samovar.sync.SyncContract;
import dev.samovar.sync.SyncDurableObject;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the TypeScript of what an object offers: its collections and commands, as its {@code define} says, with the
 * types of their records. A build calls it when the classes are compiled:
 *
 * <pre>{@code
 * java -cp ... dev.samovar.codegen.TypeScriptApi com.example.ChatRoom target/api/ChatRoom.d.ts
 * }</pre>
 *
 * <p>The object is made, but not started: {@code define} must not need tables or bindings.
 */
public final class TypeScriptApi {
    private TypeScriptApi() {}

    /**
     * The tool.
     *
     * @param args the class of the object, and the file to write; folders are made
     * @throws IllegalArgumentException if there is no such object, or it has no constructor without parameters
     * @throws IllegalStateException if its {@code define} fails, or two records would have the same name
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("Give two arguments: the class of the object, and the file to write.");
        }
        Path file = Path.of(args[1]);
        String text = of(newObject(args[0]));
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // What watches the file is not to be told of nothing.
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    /** The declarations of what an object offers, as the text of a {@code .d.ts} file. */
    public static String of(SyncDurableObject<?> object) {
        String name = object.getClass().getSimpleName();
        try {
            return new ApiDeclaration(SyncContract.of(object)).text(name);
        } catch (RuntimeException failure) {
            throw new IllegalStateException(
                    "The types of " + name + " cannot be printed: " + failure.getMessage()
                            + "\nIts define(...) is called here without a database and without bindings: let it only define.",
                    failure);
        }
    }

    private static SyncDurableObject<?> newObject(String name) {
        try {
            Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            if (constructor.newInstance() instanceof SyncDurableObject<?> object) {
                return object;
            }
            throw new IllegalArgumentException(name + " is no SyncDurableObject, so it offers clients nothing.");
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException("There is no class " + name + ". Give its full name.", missing);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException("The constructor of " + name + " failed: " + failure.getCause(), failure);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException(
                    "An object " + name + " cannot be made: " + failure + "\nGive it a constructor without parameters.",
                    failure);
        }
    }
}
