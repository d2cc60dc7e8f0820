package dev.procession.internal.codec;

import dev.procession.EncodingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays of primitives: a tag, the length, the elements copied in bulk. */
final class PrimitiveArrays {
    private PrimitiveArrays() {}

    /**
     * Writes it, or returns false and writes nothing if it is not an array of primitives.
     *
     * <p>A chain of tests and no pattern switch: that one would be linked at its first use, while a child boots.
     */
    static boolean write(Object array, EncodeBuffer out) {
        if (array instanceof byte[] a) {
            int at = begin(out, Tag.BYTES, a.length, Byte.BYTES);
            System.arraycopy(a, 0, out.array(), at, a.length);
        } else if (array instanceof int[] a) {
            view(out, begin(out, Tag.INTS, a.length, Integer.BYTES))
                    .asIntBuffer()
                    .put(a);
        } else if (array instanceof long[] a) {
            view(out, begin(out, Tag.LONGS, a.length, Long.BYTES))
                    .asLongBuffer()
                    .put(a);
        } else if (array instanceof double[] a) {
            view(out, begin(out, Tag.DOUBLES, a.length, Double.BYTES))
                    .asDoubleBuffer()
                    .put(a);
        } else if (array instanceof float[] a) {
            view(out, begin(out, Tag.FLOATS, a.length, Float.BYTES))
                    .asFloatBuffer()
                    .put(a);
        } else if (array instanceof char[] a) {
            view(out, begin(out, Tag.CHARS, a.length, Character.BYTES))
                    .asCharBuffer()
                    .put(a);
        } else if (array instanceof short[] a) {
            view(out, begin(out, Tag.SHORTS, a.length, Short.BYTES))
                    .asShortBuffer()
                    .put(a);
        } else if (array instanceof boolean[] a) {
            int at = begin(out, Tag.BOOLEANS, a.length, Byte.BYTES);
            byte[] bytes = out.array();
            for (int i = 0; i < a.length; i++) {
                bytes[at + i] = (byte) (a[i] ? 1 : 0);
            }
        } else {
            return false;
        }
        return true;
    }

    /** Reads the array that the tag announces; the guard is asked before anything is allocated. */
    static Object read(byte tag, ByteSource in, DecodeGuard guard, int depth) {
        int length = in.readVarint();
        return switch (tag) {
            case Tag.BYTES -> {
                byte[] a = new byte[admit(byte[].class, length, Byte.BYTES, in, guard, depth)];
                System.arraycopy(in.array(), in.take(length), a, 0, length);
                yield a;
            }
            case Tag.INTS -> {
                int[] a = new int[admit(int[].class, length, Integer.BYTES, in, guard, depth)];
                elements(in, length, Integer.BYTES).asIntBuffer().get(a);
                yield a;
            }
            case Tag.LONGS -> {
                long[] a = new long[admit(long[].class, length, Long.BYTES, in, guard, depth)];
                elements(in, length, Long.BYTES).asLongBuffer().get(a);
                yield a;
            }
            case Tag.DOUBLES -> {
                double[] a = new double[admit(double[].class, length, Double.BYTES, in, guard, depth)];
                elements(in, length, Double.BYTES).asDoubleBuffer().get(a);
                yield a;
            }
            case Tag.FLOATS -> {
                float[] a = new float[admit(float[].class, length, Float.BYTES, in, guard, depth)];
                elements(in, length, Float.BYTES).asFloatBuffer().get(a);
                yield a;
            }
            case Tag.CHARS -> {
                char[] a = new char[admit(char[].class, length, Character.BYTES, in, guard, depth)];
                elements(in, length, Character.BYTES).asCharBuffer().get(a);
                yield a;
            }
            case Tag.SHORTS -> {
                short[] a = new short[admit(short[].class, length, Short.BYTES, in, guard, depth)];
                elements(in, length, Short.BYTES).asShortBuffer().get(a);
                yield a;
            }
            case Tag.BOOLEANS -> {
                boolean[] a = new boolean[admit(boolean[].class, length, Byte.BYTES, in, guard, depth)];
                int at = in.take(length);
                for (int i = 0; i < length; i++) {
                    a[i] = in.array()[at + i] != 0;
                }
                yield a;
            }
            default -> throw new IllegalArgumentException("no array tag: " + tag);
        };
    }

    /** The bytes of so many elements, which must fit one message. */
    static int sizeInBytes(int length, int elementBytes) {
        long size = (long) length * elementBytes;
        if (size > Integer.MAX_VALUE) {
            throw new EncodingException(
                    "an array or string of " + length + " elements is larger than 2 GiB"
                            + "\n  remedy: send it in parts, or put it into a file",
                    null);
        }
        return (int) size;
    }

    private static int begin(EncodeBuffer out, byte tag, int length, int elementBytes) {
        int size = sizeInBytes(length, elementBytes);
        out.writeByte(tag);
        out.writeVarint(length);
        return out.reserve(size);
    }

    private static ByteBuffer view(EncodeBuffer out, int at) {
        return ByteBuffer.wrap(out.array(), at, out.size() - at).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int admit(Class<?> type, int length, int elementBytes, ByteSource in, DecodeGuard guard, int depth) {
        in.require((long) length * elementBytes);
        guard.admit(type, length, depth, in.consumed());
        return length;
    }

    private static ByteBuffer elements(ByteSource in, int length, int elementBytes) {
        int count = length * elementBytes; // admitted, so it is less than what remains
        return ByteBuffer.wrap(in.array(), in.take(count), count).order(ByteOrder.LITTLE_ENDIAN);
    }
}
