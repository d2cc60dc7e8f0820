package dev.procession.internal.memory;

import java.lang.foreign.MemorySegment;

/**
 * Stands for the class of this name where Lincheck checks, which does not see into segments: the words of the model's only segment
 * are an array. {@link Models} makes each call here one step, so none has to be atomic by itself.
 */
public final class Words {
    private static long[] memory = {};

    private Words() {}

    /** From here on there is another memory, of zeros. */
    static void clear(long bytes) {
        memory = new long[(int) (bytes / Long.BYTES)];
    }

    private static int index(MemorySegment at, long offset) {
        return (int) ((at.address() + offset) >>> 3);
    }

    private static int shift(MemorySegment at, long offset) {
        return ((at.address() + offset) & 4) == 0 ? 0 : Integer.SIZE;
    }

    public static int intAcquire(MemorySegment at, long offset) {
        return intVolatile(at, offset);
    }

    public static int intVolatile(MemorySegment at, long offset) {
        return (int) (memory[index(at, offset)] >>> shift(at, offset));
    }

    public static void intRelease(MemorySegment at, long offset, int value) {
        int shift = shift(at, offset);
        long other = memory[index(at, offset)] & ~(0xFFFF_FFFFL << shift);
        memory[index(at, offset)] = other | (value & 0xFFFF_FFFFL) << shift;
    }

    public static int intGetAndAdd(MemorySegment at, long offset, int delta) {
        int before = intVolatile(at, offset);
        intRelease(at, offset, before + delta);
        return before;
    }

    public static long longAcquire(MemorySegment at, long offset) {
        return longVolatile(at, offset);
    }

    public static long longVolatile(MemorySegment at, long offset) {
        return memory[index(at, offset)];
    }

    public static void longRelease(MemorySegment at, long offset, long value) {
        longVolatile(at, offset, value);
    }

    public static void longVolatile(MemorySegment at, long offset, long value) {
        memory[index(at, offset)] = value;
    }

    public static boolean longCompareAndSet(MemorySegment at, long offset, long expected, long value) {
        if (memory[index(at, offset)] != expected) return false;
        memory[index(at, offset)] = value;
        return true;
    }

    public static long longGetAndAdd(MemorySegment at, long offset, long delta) {
        long before = longVolatile(at, offset);
        longVolatile(at, offset, before + delta);
        return before;
    }

    public static long longGetAndOr(MemorySegment at, long offset, long bits) {
        long before = longVolatile(at, offset);
        longVolatile(at, offset, before | bits);
        return before;
    }

    public static long longGetAndAnd(MemorySegment at, long offset, long bits) {
        long before = longVolatile(at, offset);
        longVolatile(at, offset, before & bits);
        return before;
    }
}
