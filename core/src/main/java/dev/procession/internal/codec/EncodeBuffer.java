package dev.procession.internal.codec;

import dev.procession.EncodingException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that grow as they are written, owned by one thread at a time and used for many messages.
 *
 * <p>A failed encoding leaves what was there before it. {@link #clear()} gives an array back that has become too large
 * to keep.
 */
public final class EncodeBuffer {
    /** Some VMs refuse arrays of the last few lengths. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int KEPT_BYTES = 1 << 20;

    private final int initialBytes;
    private byte[] bytes;
    private int size;
    private @Nullable OutputStream stream;

    /**
     * Creates an empty buffer.
     *
     * @param initialBytes the room it has before it grows
     */
    public EncodeBuffer(int initialBytes) {
        this.initialBytes = Math.max(initialBytes, 64);
        this.bytes = new byte[this.initialBytes];
    }

    /** Forgets what was written. */
    public void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES && bytes.length > initialBytes) {
            bytes = new byte[initialBytes];
        }
    }

    /**
     * Returns how many bytes were written.
     *
     * @return the number of valid bytes in {@link #array()}
     */
    public int size() {
        return size;
    }

    /**
     * Returns the bytes without copying them; valid until the next write.
     *
     * @return the array whose first {@link #size()} bytes were written
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * Returns a copy of the bytes.
     *
     * @return as many bytes as were written
     */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Leaves room, for a header that is known later.
     *
     * @param count how many bytes; what they hold is undefined
     * @return the offset of the first
     */
    public int reserve(int count) {
        int at = size;
        if (count > bytes.length - at) {
            grow(count);
        }
        size = at + count;
        return at;
    }

    /**
     * Writes one byte.
     *
     * @param value of which the lowest eight bits count
     */
    public void writeByte(int value) {
        int at = reserve(Byte.BYTES);
        bytes[at] = (byte) value;
    }

    /**
     * Writes four bytes.
     *
     * @param value the number
     */
    public void writeInt(int value) {
        int at = reserve(Integer.BYTES);
        LittleEndian.INT.set(bytes, at, value);
    }

    /**
     * Writes eight bytes.
     *
     * @param value the number
     */
    public void writeLong(long value) {
        int at = reserve(Long.BYTES);
        LittleEndian.LONG.set(bytes, at, value);
    }

    /**
     * Writes bytes.
     *
     * @param source where they are
     * @param offset the first
     * @param count how many
     */
    public void writeBytes(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        int at = reserve(count);
        System.arraycopy(source, offset, bytes, at, count);
    }

    /**
     * Writes four bytes over earlier ones.
     *
     * @param at an offset that {@link #reserve} returned
     * @param value the number
     */
    public void patchInt(int at, int value) {
        Objects.checkFromIndexSize(at, Integer.BYTES, size);
        LittleEndian.INT.set(bytes, at, value);
    }

    void writeShort(int value) {
        int at = reserve(Short.BYTES);
        LittleEndian.SHORT.set(bytes, at, (short) value);
    }

    void writeVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            writeByte(rest | 0x80);
            rest >>>= 7;
        }
        writeByte(rest);
    }

    /** Forgets what was written from that offset on. */
    void rewind(int offset) {
        size = Objects.checkIndex(offset, size + 1);
    }

    /** Writes at the end of this buffer. Closing it does nothing. */
    OutputStream stream() {
        OutputStream tail = stream;
        if (tail == null) {
            tail = new Tail();
            stream = tail;
        }
        return tail;
    }

    private void grow(int count) {
        long wanted = (long) size + count;
        if (wanted > MAX_BYTES) {
            throw new EncodingException(
                    "the encoded form is larger than 2 GiB\n  remedy: send it in parts, or put it into a file", null);
        }
        // Doubling, but at the limit as much as there can be.
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(wanted, 2L * bytes.length)));
    }

    private final class Tail extends OutputStream {
        @Override
        public void write(int value) {
            writeByte(value);
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            writeBytes(source, offset, count);
        }
    }
}
