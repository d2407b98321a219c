package dev.samovar.protocol;

import dev.samovar.protocol.Decoding.Malformed;
import dev.samovar.protocol.Decoding.Ok;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one MessagePack value out of bytes that a hostile peer may have made. It never throws, never recurses deeper
 * than the limits allow, and never takes memory for a length that the bytes do not bear out.
 *
 * <p>It reads what {@code @msgpack/msgpack} writes and accepts what that library accepts: every width of integers and
 * floats; 64-bit integers as {@link Value.BigInt} whatever their size; bin and extension type 0 as {@link Value.Bytes};
 * whole numbers as map keys, turned into text; the last of equal keys; malformed UTF-8 with U+FFFD in its place. It
 * refuses other extension types and bytes after the value.
 */
public final class MessagePackReader {
    /** No key: assigned to an object of JavaScript it is no property, but what the object inherits from. */
    static final String FORBIDDEN_KEY = "__proto__";

    private static final int TIMESTAMP = -1;
    private static final int BYTES = 0;

    private static final double TWO_TO_32 = 4_294_967_296.0;

    /** In compiled JavaScript an array of up to 64 bytes costs a tenth of a larger one (measured, Node 20 and 22). */
    private static final int FEW_CHARS = 32;

    private static final Value.Bool TRUE = new Value.Bool(true);
    private static final Value.Bool FALSE = new Value.Bool(false);

    private final byte[] bytes;
    private final Limits limits;
    private int at;
    private int depth;
    private int elements;
    private char[] chars = new char[FEW_CHARS];

    private MessagePackReader(byte[] bytes, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /** Reads the one value that the bytes are. */
    public static Decoding<Value> read(byte[] bytes, Limits limits) {
        try {
            return new Ok<>(readOrThrow(bytes, limits));
        } catch (MalformedException e) {
            return new Malformed<>(e.reason());
        }
    }

    static Value readOrThrow(byte[] bytes, Limits limits) {
        if (bytes.length > limits.maxFrameBytes()) {
            throw new MalformedException(
                    "The frame has " + bytes.length + " bytes, more than the " + limits.maxFrameBytes() + " allowed.");
        }
        MessagePackReader reader = new MessagePackReader(bytes, limits);
        Value value = reader.value(reader.unsigned8());
        if (reader.at < bytes.length) {
            throw reader.malformed(bytes.length - reader.at + " bytes follow the value");
        }
        return value;
    }

    private Value value(int head) {
        if (head < 0x80) {
            return new Value.Num(head);
        }
        if (head < 0x90) {
            return map(head & 0x0f);
        }
        if (head < 0xa0) {
            return array(head & 0x0f);
        }
        if (head < 0xc0) {
            return new Value.Text(text(head & 0x1f));
        }
        if (head >= 0xe0) {
            return new Value.Num(head - 0x100);
        }
        return switch (head) {
            case 0xc0 -> Value.NULL;
            case 0xc2 -> FALSE;
            case 0xc3 -> TRUE;
            case 0xc4 -> bytes(unsigned8());
            case 0xc5 -> bytes(unsigned16());
            case 0xc6 -> bytes(length32());
            case 0xc7 -> extension(unsigned8());
            case 0xc8 -> extension(unsigned16());
            case 0xc9 -> extension(length32());
            case 0xca -> new Value.Num(Float.intBitsToFloat(int32()));
            case 0xcb -> new Value.Num(Double.longBitsToDouble(int64()));
            case 0xcc -> new Value.Num(unsigned8());
            case 0xcd -> new Value.Num(unsigned16());
            case 0xce -> new Value.Num(unsigned32());
            case 0xcf -> new Value.BigInt(int64(), false);
            case 0xd0 -> new Value.Num((byte) unsigned8());
            case 0xd1 -> new Value.Num((short) unsigned16());
            case 0xd2 -> new Value.Num(int32());
            case 0xd3 -> Value.BigInt.of(int64());
            case 0xd4 -> extension(1);
            case 0xd5 -> extension(2);
            case 0xd6 -> extension(4);
            case 0xd7 -> extension(8);
            case 0xd8 -> extension(16);
            case 0xd9 -> new Value.Text(text(unsigned8()));
            case 0xda -> new Value.Text(text(unsigned16()));
            case 0xdb -> new Value.Text(text(length32()));
            case 0xdc -> array(unsigned16());
            case 0xdd -> array(length32());
            case 0xde -> map(unsigned16());
            case 0xdf -> map(length32());
            default -> throw malformed("no value begins with byte " + head);
        };
    }

    private Value.Array array(int size) {
        enter(size, 1);
        List<Value> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(value(unsigned8()));
        }
        depth--;
        return new Value.Array(items);
    }

    private Value.Map map(int size) {
        enter(size, 2);
        Map<String, Value> entries = size <= SmallMap.MAX_SIZE ? smallMap(size) : largeMap(size);
        depth--;
        return new Value.Map(entries);
    }

    private Map<String, Value> smallMap(int size) {
        SmallMap entries = new SmallMap(size);
        for (int i = 0; i < size; i++) {
            String key = key();
            entries.add(key, value(unsigned8()));
        }
        return entries;
    }

    private Map<String, Value> largeMap(int size) {
        CollisionGuard guard = CollisionGuard.of(size);
        // Room for the entries at the load factor of 3/4.
        Map<String, Value> entries = new LinkedHashMap<>((int) (size / 0.75f) + 1);
        for (int i = 0; i < size; i++) {
            String key = key();
            if (guard != null && !guard.admits(key)) {
                throw malformed("too many keys of one map have colliding hashes");
            }
            entries.put(key, value(unsigned8()));
        }
        return entries;
    }

    /** Begins an array or a map, once the bytes left could hold what it declares. */
    private void enter(int size, int leastBytesEach) {
        if (size > (bytes.length - at) / leastBytesEach) {
            throw malformed("an array or map declares " + size + " elements, but only " + (bytes.length - at)
                    + " bytes are left");
        }
        if (size > limits.maxElements() - elements) {
            throw malformed("the frame has more than " + limits.maxElements() + " elements");
        }
        if (depth == limits.maxDepth()) {
            throw malformed("arrays and maps nest more than " + limits.maxDepth() + " levels deep");
        }
        elements += size;
        depth++;
    }

    private String key() {
        int head = unsigned8();
        String key = switch (head) {
            case 0xd9 -> text(unsigned8());
            case 0xda -> text(unsigned16());
            case 0xdb -> text(length32());
            default -> (head & 0xe0) == 0xa0 ? text(head & 0x1f) : numberKey(head);
        };
        if (key.equals(FORBIDDEN_KEY)) {
            throw malformed("a map has the key " + FORBIDDEN_KEY);
        }
        return key;
    }

    /** JavaScript turns any number into a key. Only whole ones are taken here: nobody means the others. */
    private String numberKey(int head) {
        boolean isNumber = head < 0x80 || head >= 0xe0 || (head >= 0xca && head <= 0xd2 && head != 0xcf);
        if (isNumber && value(head) instanceof Value.Num number && number.isSafeInteger()) {
            double whole = number.value();
            String digits = Position.of(Math.abs(whole)).toString();
            return whole < 0 ? "-" + digits : digits;
        }
        throw malformed("a map key is neither text nor a whole number up to 2^53-1");
    }

    private String text(int length) {
        if (length > limits.maxTextBytes()) {
            throw malformed("a text has " + length + " bytes, more than the " + limits.maxTextBytes() + " allowed");
        }
        require(length);
        String known = KnownNames.find(bytes, at, length);
        if (known != null) {
            at += length;
            return known;
        }
        if (chars.length < length) {
            chars = new char[Math.max(length, Math.min(chars.length * 2, bytes.length))];
        }
        byte[] in = bytes;
        char[] out = chars;
        int start = at;
        int count = 0;
        while (count < length && in[start + count] >= 0) {
            out[count] = (char) in[start + count];
            count++;
        }
        at = start + length;
        if (count < length) {
            count = Utf8.decode(in, start + count, at, out, count);
        }
        return new String(out, 0, count);
    }

    private Value.Bytes bytes(int length) {
        require(length);
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return new Value.Bytes(value);
    }

    private Value extension(int length) {
        int type = (byte) unsigned8();
        if (type == BYTES) {
            return bytes(length);
        }
        if (type == TIMESTAMP) {
            return timestamp(length);
        }
        throw malformed("extension type " + type + " is not known");
    }

    private Value.Timestamp timestamp(int length) {
        require(length);
        long seconds;
        int nanos;
        switch (length) {
            case 4 -> {
                seconds = int32() & 0xffff_ffffL;
                nanos = 0;
            }
            case 8 -> {
                long both = int64();
                seconds = both & 0x3_ffff_ffffL;
                nanos = (int) (both >>> 34);
            }
            case 12 -> {
                nanos = int32();
                seconds = int64();
            }
            default -> throw malformed("a timestamp has " + length + " bytes instead of 4, 8 or 12");
        }
        if (!Value.Timestamp.isNanos(nanos)) {
            throw malformed("a timestamp has more than 999,999,999 nanoseconds");
        }
        return new Value.Timestamp(seconds, nanos);
    }

    private int length32() {
        int length = int32();
        if (length < 0) {
            throw malformed("a length of 2 GiB or more is declared");
        }
        return length;
    }

    private double unsigned32() {
        int value = int32();
        return value < 0 ? value + TWO_TO_32 : value;
    }

    private long int64() {
        long high = int32();
        return (high << 32) | (int32() & 0xffff_ffffL);
    }

    private int int32() {
        return (unsigned16() << 16) | unsigned16();
    }

    private int unsigned16() {
        return (unsigned8() << 8) | unsigned8();
    }

    private int unsigned8() {
        if (at == bytes.length) {
            throw malformed("the bytes end too early");
        }
        return bytes[at++] & 0xff;
    }

    private void require(int length) {
        if (length > bytes.length - at) {
            throw malformed(length + " bytes are declared, but only " + (bytes.length - at) + " are left");
        }
    }

    private MalformedException malformed(String what) {
        return new MalformedException("Malformed MessagePack near byte " + at + ": " + what + ".");
    }
}
