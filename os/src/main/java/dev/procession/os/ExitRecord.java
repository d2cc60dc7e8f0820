package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole number that a process gives to {@code exit}, of which the kernel keeps eight bits.
 *
 * <p>No Java code runs any more when that number is known, so the C library is asked to write it: {@code on_exit} calls
 * {@code putw(number, stream)}, and the stream is a piece of memory or leads into a pipe. glibc has all of them; musl has no
 * {@code on_exit}.
 */
public final class ExitRecord {
    /** How much memory is needed: an {@code int}, and behind it the null byte that ends every text of {@code fmemopen}. */
    public static final long BYTES = 8;

    private static final int UNBUFFERED = 2;
    private static final int MOST_HEADER_BYTES = 16;

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
        Functions functions = Functions.find("fmemopen", "setvbuf");
        if (functions == null) return false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = CString.allocate(arena, "r+"); // w would clear it, and flush for that
            MemorySegment stream = functions.open(at, BYTES, mode.address());
            if (stream.address() == 0) return false;
            if (functions.prepare(stream, 0, UNBUFFERED, 0) != 0) return false;
            return functions.putAtExit(stream);
        }
    }

    /**
     * Has the number sent behind a header when this process exits, in one write: the header waits in the stream's buffer, the
     * number joins it, and the C library's own end empties the buffer.
     *
     * @param path to be opened for writing: a pipe in {@code /proc/self/fd}, say
     * @param header what stands before the number, 16 bytes at most
     * @return false if this C library cannot do that
     */
    public static boolean send(String path, byte[] header) {
        if (header.length == 0 || header.length > MOST_HEADER_BYTES)
            throw new IllegalArgumentException("a header of 1 to 16 bytes is possible, not of " + header.length);
        Functions functions = Functions.find("fopen", "fwrite");
        if (functions == null) return false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = CString.allocate(arena, "we");
            MemorySegment stream = functions.open(CString.allocate(arena, path), mode.address(), 0);
            if (stream.address() == 0) return false;
            if (!functions.putAtExit(stream)) return false;
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, header);
            return functions.prepare(bytes, 1, header.length, stream.address()) == header.length;
        }
    }

    /** The functions of the C library, linked with one shape as in {@link SpawnCalls}: an int result is the low half of its register. */
    private record Functions(
            MemorySegment open, MemorySegment prepare, MemorySegment onExit, MemorySegment putw, MethodHandle call) {
        @SuppressWarnings("restricted")
        static @Nullable Functions find(String open, String prepare) {
            NativeAccess.ensure();
            Linker linker = Linker.nativeLinker();
            List<MemorySegment> found = new ArrayList<>(4);
            for (String name : List.of(open, prepare, "on_exit", "putw")) {
                linker.defaultLookup().find(name).ifPresent(found::add);
            }
            if (found.size() < 4) return null;
            ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
            MethodHandle call =
                    linker.downcallHandle(FunctionDescriptor.of(number, ValueLayout.ADDRESS, number, number, number));
            return new Functions(found.get(0), found.get(1), found.get(2), found.get(3), call);
        }

        MemorySegment open(MemorySegment what, long second, long third) {
            return MemorySegment.ofAddress(invoke(open, what, second, third, 0));
        }

        int prepare(MemorySegment what, long second, long third, long fourth) {
            return (int) invoke(prepare, what, second, third, fourth);
        }

        boolean putAtExit(MemorySegment stream) {
            return (int) invoke(onExit, putw, stream.address(), 0, 0) == 0;
        }

        private long invoke(MemorySegment function, MemorySegment first, long second, long third, long fourth) {
            try {
                return (long) call.invokeExact(function, first, second, third, fourth);
            } catch (RuntimeException | Error unchecked) {
                throw unchecked;
            } catch (Throwable impossible) { // downcall handles declare what they never throw
                throw new AssertionError(impossible);
            }
        }
    }
}
