package dev.procession.contract;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Native code that tasks run, most of it to their harm. */
final class Native {
    private Native() {}

    /** Reads from the address zero. */
    @SuppressWarnings("restricted") // a crash is what it is for
    static long crash() throws Exception {
        Linker linker = Linker.nativeLinker();
        var strlen = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("strlen"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        try {
            return (long) strlen.invokeExact(MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes native memory and writes to all of it; for ever, if more is asked for than there is. */
    static long fill(long bytes, List<MemorySegment> kept) {
        long step = 4L << 20;
        for (long filled = 0; filled < bytes; filled += step) {
            kept.add(Arena.global().allocate(step).fill((byte) 1));
        }
        return kept.size() * step;
    }
}
