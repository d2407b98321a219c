package dev.samovar.workers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** HTTP headers. Names are compared without case and kept in lower case; a name may have several values. */
public final class Headers {
    private record Header(String name, String value) {}

    private final List<Header> headers = new ArrayList<>();

    public Headers() {}

    /** The first value, or {@code null}. */
    public @Nullable String get(String name) {
        String wanted = lowerCase(name);
        for (Header header : headers) {
            if (header.name.equals(wanted)) {
                return header.value;
            }
        }
        return null;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** Adds a value beside those the name has. Returns this. */
    public Headers append(String name, String value) {
        headers.add(new Header(lowerCase(name), value));
        return this;
    }

    /** Gives the name this one value. Returns this. */
    public Headers set(String name, String value) {
        return delete(name).append(name, value);
    }

    /** Removes all values of the name. Returns this. */
    public Headers delete(String name) {
        String unwanted = lowerCase(name);
        headers.removeIf(header -> header.name.equals(unwanted));
        return this;
    }

    /** Calls back for every value with its name, in the order they were added. */
    public void forEach(BiConsumer<String, String> action) {
        headers.forEach(header -> action.accept(header.name, header.value));
    }

    public Headers copy() {
        Headers copy = new Headers();
        copy.headers.addAll(headers);
        return copy;
    }

    /**
     * Header names are ASCII, so case is a matter of 26 letters and of no locale. The runtime's have none to change.
     */
    static String lowerCase(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isUpperCase(name.charAt(i))) {
                return lowerCaseFrom(name, i);
            }
        }
        return name;
    }

    private static String lowerCaseFrom(String name, int start) {
        StringBuilder lower = new StringBuilder(name.length()).append(name, 0, start);
        for (int i = start; i < name.length(); i++) {
            char c = name.charAt(i);
            lower.append(isUpperCase(c) ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }

    private static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
