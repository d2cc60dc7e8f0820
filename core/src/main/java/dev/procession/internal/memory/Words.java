package dev.procession.internal.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Atomic access to the aligned words of a segment; every name says its mode in VarHandle's words. */
public final class Words {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private Words() {}

    public static int intPlain(MemorySegment at, long offset) {
        return (int) INT.get(at, offset);
    }

    public static void intPlain(MemorySegment at, long offset, int value) {
        INT.set(at, offset, value);
    }

    public static int intAcquire(MemorySegment at, long offset) {
        return (int) INT.getAcquire(at, offset);
    }

    public static int intOpaque(MemorySegment at, long offset) {
        return (int) INT.getOpaque(at, offset);
    }

    public static int intVolatile(MemorySegment at, long offset) {
        return (int) INT.getVolatile(at, offset);
    }

    public static void intRelease(MemorySegment at, long offset, int value) {
        INT.setRelease(at, offset, value);
    }

    public static void intVolatile(MemorySegment at, long offset, int value) {
        INT.setVolatile(at, offset, value);
    }

    public static boolean intCompareAndSet(MemorySegment at, long offset, int expected, int value) {
        return (boolean) INT.compareAndSet(at, offset, expected, value);
    }

    public static int intGetAndAdd(MemorySegment at, long offset, int delta) {
        return (int) INT.getAndAdd(at, offset, delta);
    }

    public static int intGetAndSet(MemorySegment at, long offset, int value) {
        return (int) INT.getAndSet(at, offset, value);
    }

    public static int intGetAndOr(MemorySegment at, long offset, int bits) {
        return (int) INT.getAndBitwiseOr(at, offset, bits);
    }

    public static long longPlain(MemorySegment at, long offset) {
        return (long) LONG.get(at, offset);
    }

    public static void longPlain(MemorySegment at, long offset, long value) {
        LONG.set(at, offset, value);
    }

    public static long longGetAndSet(MemorySegment at, long offset, long value) {
        return (long) LONG.getAndSet(at, offset, value);
    }

    public static long longAcquire(MemorySegment at, long offset) {
        return (long) LONG.getAcquire(at, offset);
    }

    public static long longOpaque(MemorySegment at, long offset) {
        return (long) LONG.getOpaque(at, offset);
    }

    public static long longVolatile(MemorySegment at, long offset) {
        return (long) LONG.getVolatile(at, offset);
    }

    public static void longRelease(MemorySegment at, long offset, long value) {
        LONG.setRelease(at, offset, value);
    }

    public static void longVolatile(MemorySegment at, long offset, long value) {
        LONG.setVolatile(at, offset, value);
    }

    public static boolean longCompareAndSet(MemorySegment at, long offset, long expected, long value) {
        return (boolean) LONG.compareAndSet(at, offset, expected, value);
    }

    public static long longGetAndAdd(MemorySegment at, long offset, long delta) {
        return (long) LONG.getAndAdd(at, offset, delta);
    }

    public static long longGetAndOr(MemorySegment at, long offset, long bits) {
        return (long) LONG.getAndBitwiseOr(at, offset, bits);
    }

    public static long longGetAndAnd(MemorySegment at, long offset, long bits) {
        return (long) LONG.getAndBitwiseAnd(at, offset, bits);
    }
}
