package dev.samovar.protocol;

/**
 * Writes MessagePack into a buffer that grows. Made to be used again: {@link #clear} keeps the buffer. Every value is
 * written in the form that {@code @msgpack/msgpack} chooses for it, which is the shortest, except that integers outside
 * -2<sup>31</sup>..2<sup>32</sup>-1 are float64, because JavaScript would read anything else as a bigint.
 *
 * <p>The writer does not check that a header is followed by as many values as it announces. After an exception the
 * content is undefined until {@link #clear}.
 */
public final class MessagePackWriter implements FrameOutput {
    /**
     * How deep arrays and maps of one {@link Value} may nest. A frame puts up to four levels around a value, and a peer
     * reads {@link Limits#SERVER_INBOUND} deep.
     */
    public static final int MAX_DEPTH = 60;

    private static final int INITIAL_BYTES = 256;
    private static final double TWO_TO_16 = 0x1p16;
    private static final double TWO_TO_20 = 0x1p20;
    private static final double TWO_TO_31 = 0x1p31;
    private static final double TWO_TO_32 = 0x1p32;
    private static final double TWO_TO_64 = 0x1p64;
    private static final int EXPONENT_BIAS = 1023;
    /** Compiled to JavaScript, the class library's copy of an array begins to pay at about this length. */
    private static final int LONG_COPY = 32;

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int length;
    private int depth;

    public MessagePackWriter nil() {
        reserve(1);
        put(0xc0);
        return this;
    }

    public MessagePackWriter bool(boolean value) {
        reserve(1);
        put(value ? 0xc3 : 0xc2);
        return this;
    }

    @Override
    public MessagePackWriter value(Encodable value) {
        value.encodeTo(this);
        return this;
    }

    /** A JavaScript number. A whole one in -2<sup>31</sup>..2<sup>32</sup>-1 takes 1 to 5 bytes, any other 9. */
    @Override
    public MessagePackWriter number(double value) {
        reserve(9);
        // Out of its range a double becomes another int in Java than in what TeaVM compiles; neither equals it then.
        int whole = (int) value;
        if (whole == value) {
            putInt(whole);
            return this;
        }
        int above = (int) (value - TWO_TO_32);
        if (above < 0 && value > 0 && above + TWO_TO_32 == value) {
            put(0xce);
            put32(above);
            return this;
        }
        put(0xcb);
        float64(value);
        return this;
    }

    /** Whole numbers without a {@code long}, which is slow where this is compiled to JavaScript: dates are such. */
    private void float64(double value) {
        double magnitude = Math.abs(value);
        if (magnitude < 1 || magnitude >= TWO_TO_64 || magnitude != Math.floor(magnitude)) {
            put64(Double.doubleToLongBits(value));
            return;
        }
        int exponent = 0;
        while (magnitude >= TWO_TO_16) {
            magnitude /= TWO_TO_16;
            exponent += 16;
        }
        while (magnitude >= 2) {
            magnitude /= 2;
            exponent++;
        }
        // The leading 1 is not written. Then 20 bits of the fraction go with sign and exponent, and 32 follow.
        double fraction = (magnitude - 1) * TWO_TO_20;
        int high = (int) fraction;
        int sign = value < 0 ? 0x80000000 : 0;
        put32(sign | (EXPONENT_BIAS + exponent) << 20 | high);
        // As a signed number with its highest bit the other way round.
        put32((int) ((fraction - high) * TWO_TO_32 - TWO_TO_31) ^ 0x80000000);
    }

    /**
     * A whole number, for JavaScript a number.
     *
     * @throws IllegalArgumentException beyond 2<sup>53</sup>-1, where JavaScript's numbers have gaps
     */
    public MessagePackWriter integer(long value) {
        if (value > MAX_SAFE_INTEGER || value < -MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException(
                    "Cannot write " + value
                            + " as a number: JavaScript's numbers are exact only up to 2^53-1. Write it with bigInt() or as text.");
        }
        return number((double) value);
    }

    /** A JavaScript bigint, always 9 bytes. */
    public MessagePackWriter bigInt(Value.BigInt value) {
        reserve(9);
        put(value.negative() ? 0xd3 : 0xcf);
        put64(value.bits());
        return this;
    }

    /** A text in UTF-8. A surrogate without its partner is written as U+FFFD. */
    @Override
    public MessagePackWriter text(String text) {
        int chars = text.length();
        int start = length;
        reserve(5 + chars);
        putTextHeader(chars);
        byte[] out = buffer;
        int at = length;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = start;
                return nonAsciiText(text);
            }
            out[at++] = (byte) c;
        }
        length = at;
        return this;
    }

    /** A position as decimal text. Every frame has one: it takes no way round by a string. */
    MessagePackWriter decimal(Position position) {
        int high = position.high();
        int low = position.low();
        int digits = high == 0 ? digits(low) : digits(high) + 9;
        reserve(1 + digits);
        putTextHeader(digits);
        length += digits;
        int at = length;
        int rest = low;
        for (int i = 0; i < digits; i++) {
            if (i == 9) {
                rest = high;
            }
            buffer[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    private static int digits(int value) {
        int digits = 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /**
     * Announces a text and makes room for it: its bytes of UTF-8 are put into {@link #array} by the caller.
     *
     * @return where they begin
     */
    public int openText(int bytes) {
        reserve(5 + bytes);
        putTextHeader(bytes);
        int at = length;
        length += bytes;
        return at;
    }

    /** Takes back what was written behind a {@link #length} of before. */
    public void cutTo(int earlier) {
        length = earlier;
    }

    private MessagePackWriter nonAsciiText(String text) {
        int bytes = Utf8.encodedLength(text);
        reserve(5 + bytes);
        putTextHeader(bytes);
        Utf8.encode(text, buffer, length);
        length += bytes;
        return this;
    }

    public MessagePackWriter bytes(byte[] bytes) {
        reserve(5);
        putSized(bytes.length, 0xc4, 0xc5, 0xc6);
        return raw(bytes);
    }

    /**
     * A JavaScript {@code Date}, in the shortest of the three timestamp forms.
     *
     * @param seconds since 1970
     * @param nanos 0 to 999,999,999, as {@link Value.Timestamp} checks it
     */
    public MessagePackWriter timestamp(long seconds, int nanos) {
        reserve(15);
        if (seconds >>> 34 != 0) {
            put(0xc7);
            put(12);
            put(0xff);
            put32(nanos);
            put64(seconds);
        } else if (nanos != 0 || seconds >>> 32 != 0) {
            put(0xd7);
            put(0xff);
            put64(((long) nanos << 34) | seconds);
        } else {
            put(0xd6);
            put(0xff);
            put32((int) seconds);
        }
        return this;
    }

    /** Announces an array; its items must follow. */
    @Override
    public MessagePackWriter arrayHeader(int size) {
        reserve(5);
        if (size < 16) {
            put(0x90 | size);
        } else {
            putSized(size, -1, 0xdc, 0xdd);
        }
        return this;
    }

    /** Announces a map; for each entry a text and a value must follow. */
    @Override
    public MessagePackWriter mapHeader(int size) {
        reserve(5);
        if (size < 16) {
            put(0x80 | size);
        } else {
            putSized(size, -1, 0xde, 0xdf);
        }
        return this;
    }

    /** Bytes that are MessagePack already. */
    public MessagePackWriter raw(byte[] encoded) {
        return raw(encoded, 0, encoded.length);
    }

    /** A part of bytes that are MessagePack already. */
    public MessagePackWriter raw(byte[] encoded, int offset, int count) {
        reserve(count);
        if (count < LONG_COPY) {
            byte[] out = buffer;
            int at = length;
            for (int i = offset; i < offset + count; i++) {
                out[at++] = encoded[i];
            }
        } else {
            System.arraycopy(encoded, offset, buffer, length, count);
        }
        length += count;
        return this;
    }

    /** The buffer itself, valid up to {@link #length} and until the next write or {@link #clear}. */
    public byte[] array() {
        return buffer;
    }

    /** How many bytes have been written. */
    public int length() {
        return length;
    }

    /** A copy of what has been written. */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        System.arraycopy(buffer, 0, copy, 0, length);
        return copy;
    }

    /** Forgets what has been written and keeps the buffer. */
    public void clear() {
        length = 0;
        depth = 0;
    }

    /**
     * Begins an array or map of a {@link Value}.
     *
     * @throws IllegalArgumentException if it lies too deep
     */
    void enter() {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("Cannot write a value nested more than " + MAX_DEPTH
                    + " levels deep: the peer would refuse it. Send it flatter, or as text.");
        }
        depth++;
    }

    void leave() {
        depth--;
    }

    private void putInt(int value) {
        if (value >= -32 && value < 0x80) {
            put(value);
        } else if (value >= 0) {
            putUnsigned(value);
        } else if (value >= Byte.MIN_VALUE) {
            put(0xd0);
            put(value);
        } else if (value >= Short.MIN_VALUE) {
            put(0xd1);
            put16(value);
        } else {
            put(0xd2);
            put32(value);
        }
    }

    private void putUnsigned(int value) {
        putSized(value, 0xcc, 0xcd, 0xce);
    }

    private void putTextHeader(int bytes) {
        if (bytes < 32) {
            put(0xa0 | bytes);
        } else {
            putSized(bytes, 0xd9, 0xda, 0xdb);
        }
    }

    /** A head byte by width, then the size in that width; a negative {@code head8} if there is no form of 8 bits. */
    private void putSized(int size, int head8, int head16, int head32) {
        if (size < 0x100 && head8 >= 0) {
            put(head8);
            put(size);
        } else if (size < 0x10000) {
            put(head16);
            put16(size);
        } else {
            put(head32);
            put32(size);
        }
    }

    private void put64(long value) {
        put32((int) (value >>> 32));
        put32((int) value);
    }

    private void put32(int value) {
        put16(value >>> 16);
        put16(value);
    }

    private void put16(int value) {
        put(value >>> 8);
        put(value);
    }

    private void put(int value) {
        buffer[length++] = (byte) value;
    }

    private void reserve(int count) {
        int needed = length + count;
        if (needed > buffer.length) {
            byte[] grown = new byte[Math.max(needed, buffer.length * 2)];
            System.arraycopy(buffer, 0, grown, 0, length);
            buffer = grown;
        }
    }
}
