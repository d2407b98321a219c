package dev.samovar.sync;

import java.util.Arrays;

/** Spoils bytes that were a frame. */
final class ByteMutations {
    private final ValueFuzzer values;

    ByteMutations(ValueFuzzer values) {
        this.values = values;
    }

    /** The same bytes, but for one to three places. */
    byte[] mutated(byte[] frame) {
        byte[] bytes = frame.clone();
        for (int times = 1 + values.random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            int at = values.random.nextInt(bytes.length);
            switch (values.random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << values.random.nextInt(8));
                case 1 -> bytes[at] = (byte) values.random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + values.random.nextInt(4));
                case 4 -> bytes = spliced(bytes, at, values.junk());
                default -> bytes = spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + inserted.length);
        System.arraycopy(inserted, 0, all, at, inserted.length);
        System.arraycopy(bytes, at, all, at + inserted.length, bytes.length - at);
        return all;
    }
}
