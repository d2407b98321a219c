package dev.samovar.testkit;

import dev.samovar.workers.DurableObjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An id made from a class and a name. Equal ids address the same object. */
final class LocalId implements DurableObjectId {
    private final String hex;
    private final String name;

    private LocalId(String hex, String name) {
        this.hex = hex;
        this.name = name;
    }

    static LocalId of(String className, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((className + '\n' + name).getBytes(StandardCharsets.UTF_8));
            return new LocalId(HexFormat.of().formatHex(hash), name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256, which every JVM must have.", e);
        }
    }

    @Override
    public @Nullable String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalId id && id.hex.equals(hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return hex;
    }
}
