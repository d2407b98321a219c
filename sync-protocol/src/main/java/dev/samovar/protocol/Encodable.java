package dev.samovar.protocol;

/**
 * Something that writes itself as exactly one MessagePack value: a {@link Value}, a row that knows its columns, or
 * bytes encoded earlier ({@code out -> out.raw(bytes)}).
 */
@FunctionalInterface
public interface Encodable {
    void encodeTo(MessagePackWriter out);
}
