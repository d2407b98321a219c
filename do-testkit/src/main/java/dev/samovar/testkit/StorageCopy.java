package dev.samovar.testkit;

/** What a Durable Object had stored at one moment. Made by {@link DurableObjectHost#copyStorage}. */
public final class StorageCopy {
    private final byte[] bytes;

    StorageCopy(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }
}
