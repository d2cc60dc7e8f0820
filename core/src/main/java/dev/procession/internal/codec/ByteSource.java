package dev.procession.internal.codec;

import dev.procession.DecodingException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a message from its bytes. Nothing is read, and nothing allocated, beyond the bytes that there are. */
final class ByteSource {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.start = offset;
        this.at = offset;
        this.end = offset + length;
    }

    int remaining() {
        return end - at;
    }

    int consumed() {
        return at - start;
    }

    /** For reading in place; only what {@link #take} has handed out. */
    byte[] array() {
        return bytes;
    }

    /** Moves over so many bytes and returns the offset in {@link #array()} of the first. */
    int take(long count) {
        require(count);
        int from = at;
        at = from + (int) count;
        return from;
    }

    /** Fails unless so many bytes are left. */
    void require(long count) {
        if (count < 0 || count > remaining()) {
            throw new DecodingException(
                    "a message is cut off or damaged: at byte " + consumed() + " it needs " + count
                            + " more bytes, and there are " + remaining()
                            + "\n  effect: the value in it is lost",
                    null);
        }
    }

    byte readByte() {
        return bytes[take(Byte.BYTES)];
    }

    short readShort() {
        return (short) LittleEndian.SHORT.get(bytes, take(Short.BYTES));
    }

    char readChar() {
        return (char) LittleEndian.CHAR.get(bytes, take(Character.BYTES));
    }

    int readInt() {
        return (int) LittleEndian.INT.get(bytes, take(Integer.BYTES));
    }

    long readLong() {
        return (long) LittleEndian.LONG.get(bytes, take(Long.BYTES));
    }

    /** A number of 0 to 2^31-1. */
    int readVarint() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte group = readByte();
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                if (value > Integer.MAX_VALUE) {
                    break;
                }
                return (int) value;
            }
        }
        throw new DecodingException(
                "a message is damaged: at byte " + consumed() + " stands a length beyond 2^31"
                        + "\n  effect: the value in it is lost",
                null);
    }

    /** The rest as a stream, read through this source. */
    InputStream stream() {
        return new Rest();
    }

    private final class Rest extends InputStream {
        @Override
        public int read() {
            return at < end ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            Objects.checkFromIndexSize(offset, count, target.length);
            int got = Math.min(count, end - at);
            if (got == 0 && count > 0) {
                return -1;
            }
            System.arraycopy(bytes, at, target, offset, got);
            at += got;
            return got;
        }

        @Override
        public int available() {
            return end - at;
        }
    }
}
