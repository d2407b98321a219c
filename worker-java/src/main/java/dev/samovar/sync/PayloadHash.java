package dev.samovar.sync;

/**
 * Tells whether two frames of one author under one transaction id are the same frame. It guards an author against their
 * own mistake, a reused id, not against an attacker: only they can collide with themselves.
 */
final class PayloadHash {
    private PayloadHash() {}

    /** Two runs of FNV-1a with different primes over all bytes, as text with the length. */
    static String of(byte[] frame) {
        int first = 0x811c9dc5;
        int second = 0x1000193;
        for (byte b : frame) {
            first = (first ^ (b & 0xff)) * 0x01000193;
            second = (second ^ (b & 0xff)) * 0x85ebca6b;
        }
        return first + "." + second + "." + frame.length;
    }
}
