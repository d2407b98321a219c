package dev.samovar.codegen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that can have a codec.
 *
 * @param packageName empty for the unnamed package
 * @param recordName with the names of the classes it is nested in: {@code Board.Task}
 * @param name of the codec's class
 * @param key the primary key's column; {@code null} if the record is no row
 */
record CodecModel(
        String packageName,
        String recordName,
        String name,
        boolean isPublic,
        @Nullable String key,
        boolean isPayload,
        List<Component> components,
        Javadoc doc) {
    /**
     * A component of the record.
     *
     * @param name in Java
     * @param column in the table, and on the wire
     * @param isReadOnly whether clients see it and do not write it
     */
    record Component(
            String name, String column, FieldType type, boolean isNullable, boolean isReadOnly, Bounds bounds) {}

    boolean isRow() {
        return key != null;
    }

    String simpleName() {
        return recordName.substring(recordName.lastIndexOf('.') + 1);
    }

    /** Those that clients write. */
    List<Component> written() {
        return components.stream().filter(component -> !component.isReadOnly()).toList();
    }
}
