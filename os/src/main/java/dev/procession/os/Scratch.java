package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A little native memory for each thread: the place where the error number of its calls is captured, and room for one
 * kernel structure. Valid between filling it and the end of the same method; nothing here survives the next call.
 *
 * <p>Offsets of kernel structures stand as named numbers beside their use, not as {@code StructLayout}: they are the
 * kernel's and cannot change, and layouts with their var handles are paid for in every child's boot.
 */
final class Scratch {
    /** The largest structure, {@code struct statx}, has 256. */
    static final int STRUCT_BYTES = 256;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int CAPTURE_BYTES = 16;
    private static final int TIME_BYTES = 16;

    // A class and not a lambda: this runs in every child's boot.
    private static final ThreadLocal<Scratch> MINE = new ThreadLocal<>() {
        @Override
        protected Scratch initialValue() {
            return new Scratch();
        }
    };

    /** Where the linker puts errno: on Linux the capture layout is this one int. */
    final MemorySegment capture;

    /** Room for one kernel structure, with the previous contents in it. */
    final MemorySegment struct;

    private final MemorySegment time;
    private final long structAddress;
    private final long timeAddress;

    private Scratch() {
        MemorySegment all = Arena.ofAuto().allocate(CAPTURE_BYTES + TIME_BYTES + STRUCT_BYTES, Long.BYTES);
        capture = all.asSlice(0, CAPTURE_BYTES);
        time = all.asSlice(CAPTURE_BYTES, TIME_BYTES);
        struct = all.asSlice(CAPTURE_BYTES + TIME_BYTES, STRUCT_BYTES);
        timeAddress = time.address();
        structAddress = struct.address();
    }

    static Scratch mine() {
        return MINE.get();
    }

    long structAddress() {
        return structAddress;
    }

    /** Writes a {@code struct timespec}, separate from {@link #struct}. Times before zero are refused by the kernel. */
    long timeAddress(long nanos) {
        long some = Math.max(nanos, 0);
        time.set(ValueLayout.JAVA_LONG, 0, some / NANOS_PER_SECOND);
        time.set(ValueLayout.JAVA_LONG, Long.BYTES, some % NANOS_PER_SECOND);
        return timeAddress;
    }

    /** The {@code struct timespec} that the kernel has written there. */
    long timeNanos() {
        return time.get(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }

    void clear() {
        struct.fill((byte) 0);
    }

    void putInt(int offset, int value) {
        struct.set(ValueLayout.JAVA_INT, offset, value);
    }

    void putLong(int offset, long value) {
        struct.set(ValueLayout.JAVA_LONG, offset, value);
    }

    int intAt(int offset) {
        return struct.get(ValueLayout.JAVA_INT, offset);
    }

    long longAt(int offset) {
        return struct.get(ValueLayout.JAVA_LONG, offset);
    }
}
