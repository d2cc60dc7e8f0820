package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The whole number that a process gives to {@code exit}, of which the kernel keeps eight bits.
 *
 * <p>No Java code runs any more when that number is known, so the C library is asked to write it: {@code on_exit} calls
 * {@code putw(number, stream)}, and the stream is a piece of memory. glibc has all of them; musl has no {@code on_exit}.
 */
public final class ExitRecord {
    /** How much memory is needed: an {@code int}, and behind it the null byte that ends every text of {@code fmemopen}. */
    public static final long BYTES = 8;

    private static final int UNBUFFERED = 2;

    private ExitRecord() {}

    /**
     * Has the number written when this process exits; by {@code _exit}, a signal or a crash nothing is written. Asked for in
     * a process that ends already: it links functions, which takes some milliseconds.
     *
     * @param at of {@link #BYTES}; must stay mapped until the process is gone
     * @return false if this C library cannot do that
     */
    public static boolean write(MemorySegment at) {
        if (at.byteSize() != BYTES)
            throw new IllegalArgumentException(BYTES + " bytes are needed, not " + at.byteSize());
        Linker linker = Linker.nativeLinker();
        MemorySegment onExit = linker.defaultLookup().find("on_exit").orElse(MemorySegment.NULL);
        MemorySegment putw = linker.defaultLookup().find("putw").orElse(MemorySegment.NULL);
        MemorySegment open = linker.defaultLookup().find("fmemopen").orElse(MemorySegment.NULL);
        MemorySegment buffering = linker.defaultLookup().find("setvbuf").orElse(MemorySegment.NULL);
        if (onExit.address() == 0 || putw.address() == 0 || open.address() == 0 || buffering.address() == 0)
            return false;
        MethodHandle call = link(linker);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = CString.allocate(arena, "r+"); // w would clear it, and flush for that
            long stream = (long) call.invokeExact(open, at, BYTES, mode.address(), 0L);
            if (stream == 0) return false;
            MemorySegment file = MemorySegment.ofAddress(stream);
            long refused = (long) call.invokeExact(buffering, file, 0L, (long) UNBUFFERED, 0L);
            if ((int) refused != 0) return false;
            refused = (long) call.invokeExact(onExit, putw, stream, 0L, 0L);
            return (int) refused == 0;
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) { // downcall handles declare what they never throw
            throw new AssertionError(impossible);
        }
    }

    /** One shape for all of them, as in {@link SpawnCalls}: an int result is the low half of its register. */
    @SuppressWarnings("restricted")
    private static MethodHandle link(Linker linker) {
        NativeAccess.ensure();
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        return linker.downcallHandle(FunctionDescriptor.of(number, ValueLayout.ADDRESS, number, number, number));
    }
}
