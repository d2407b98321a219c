package dev.samovar.client.web;

/** A value of JavaScript that the wire cannot carry. Never leaves the package: it ends as a rejected promise. */
final class UnsupportedValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String reason;

    UnsupportedValueException(String reason) {
        this("", reason);
    }

    private UnsupportedValueException(String path, String reason) {
        super(reason, null, false, false);
        this.path = path;
        this.reason = reason;
    }

    /** The same, seen from the object that has the value under this name. */
    UnsupportedValueException under(String name) {
        boolean isName = !path.isEmpty() && path.charAt(0) != '[';
        return new UnsupportedValueException(isName ? name + "." + path : name + path, reason);
    }

    /** The same, seen from the array that has the value at this index. */
    UnsupportedValueException at(int index) {
        return under("[" + index + "]");
    }

    /** Where the value is, for example {@code author.tags[2]}; empty for the whole. */
    String path() {
        return path;
    }

    String reason() {
        return reason;
    }
}
