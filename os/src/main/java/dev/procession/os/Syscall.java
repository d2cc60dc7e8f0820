package dev.procession.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the kernel: the C library's {@code syscall}, linked once, with one shape for all calls.
 *
 * <p>One shape, because each further {@link FunctionDescriptor} costs a child milliseconds of its boot.
 *
 * <p><b>Results</b> are those of the kernel itself: zero or more, or minus the error number. So an error belongs to the
 * call that met it, and nothing about errors is ever shared between threads.
 *
 * <p><b>Addresses</b> travel as numbers, and the segments they came from travel with them as <i>guards</i>: trailing
 * arguments that {@code syscall} never looks at (it takes six after the number, more do no harm). They are there for
 * the linker, which holds the arena of every segment argument for as long as the call runs. Without that, closing a
 * shared arena in one thread would unmap a futex word on which another sleeps in the kernel, and could never wake
 * again; with it, {@code close} throws until the call is over. A segment of an automatic arena likewise stays
 * reachable. A segment of the calling thread's {@link Scratch} needs no guard: the thread itself keeps it.
 */
final class Syscall {
    /**
     * Linked, or null with the reason in {@link #FAILURE}. Static and final, so that calls are compiled to plain ones.
     */
    private static final @Nullable MethodHandle HANDLE;

    private static final @Nullable Throwable FAILURE;

    static {
        MethodHandle handle = null;
        Throwable failure = null;
        try {
            if (SyscallNumber.READ != SyscallNumber.UNKNOWN
                    && System.getProperty("os.name", "").equals("Linux")) {
                handle = link();
            }
        } catch (RuntimeException | LinkageError e) {
            failure = e; // told by NativeAccess in a sentence, at each call and not only at the first
        }
        HANDLE = handle;
        FAILURE = failure;
    }

    private Syscall() {}

    /** Whether calls can be made; if not, {@link #failure} may know why. */
    static boolean linked() {
        return HANDLE != null;
    }

    static @Nullable Throwable failure() {
        return FAILURE;
    }

    static long call(int number, long a, long b, long c) {
        return call(number, a, b, c, 0, 0, 0);
    }

    static long call(int number, long a, long b, long c, long d, long e, long f) {
        MemorySegment none = MemorySegment.NULL;
        return guarded(number, a, b, c, d, e, f, none, none, none, none);
    }

    static long call(int number, long a, long b, long c, long d, long e, long f, MemorySegment guard) {
        MemorySegment none = MemorySegment.NULL;
        return guarded(number, a, b, c, d, e, f, guard, none, none, none);
    }

    static long guarded(
            int number,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            MemorySegment guard0,
            MemorySegment guard1,
            MemorySegment guard2,
            MemorySegment guard3) {
        MethodHandle handle = HANDLE;
        if (handle == null) {
            throw NativeAccess.explain();
        }
        MemorySegment capture = Scratch.mine().capture;
        long result;
        try {
            result =
                    (long) handle.invokeExact(capture, (long) number, a, b, c, d, e, f, guard0, guard1, guard2, guard3);
        } catch (RuntimeException | Error unchecked) { // an arena that is closed, or belongs to another thread
            throw unchecked;
        } catch (Throwable impossible) { // downcall handles declare what they never throw
            throw new AssertionError(impossible);
        }
        // -1 is the C library's way to say "see errno"; no call of this package has it as a result of its own.
        return result == -1L ? -(long) capture.get(ValueLayout.JAVA_INT, 0) : result;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().findOrThrow("syscall");
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        FunctionDescriptor shape = FunctionDescriptor.of(
                number,
                number,
                number,
                number,
                number,
                number,
                number,
                number,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS);
        return linker.downcallHandle(
                symbol, shape, Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    }
}
