package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Files as memory that all processes which map them see alike. */
public final class Mapping {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;

    private Mapping() {}

    /**
     * Maps the start of a file for reading and writing.
     *
     * @param descriptor open for both; may be closed afterwards
     * @param bytes how much; touching a byte that the file does not have kills the JVM, so allocate first
     * @param arena whose closing unmaps it
     * @return the memory
     */
    public static MemorySegment map(int descriptor, long bytes, Arena arena) {
        return map(descriptor, bytes, arena, PROT_READ | PROT_WRITE);
    }

    /**
     * As {@link #map(int, long, Arena)}, for reading only; writes to the segment are refused by Java.
     *
     * @param descriptor open for reading; may be closed afterwards
     * @param bytes how much
     * @param arena whose closing unmaps it
     * @return the memory
     */
    public static MemorySegment mapReadOnly(int descriptor, long bytes, Arena arena) {
        return map(descriptor, bytes, arena, PROT_READ).asReadOnly();
    }

    /**
     * The same memory for as long as another arena lives: its closing waits for nobody, and after it no access goes through.
     *
     * @param memory must outlive the arena
     * @param arena by whose closing the view ends, and nothing else
     * @return the view
     */
    @SuppressWarnings("restricted")
    public static MemorySegment view(MemorySegment memory, Arena arena) {
        return memory.reinterpret(arena, null);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment map(int descriptor, long bytes, Arena arena, int protection) {
        long result = Syscall.call(SyscallNumber.MMAP, 0, bytes, protection, MAP_SHARED, descriptor, 0);
        if (result < 0) {
            throw OsException.about(descriptor, result, "mmap");
        }
        Unmap unmap = new Unmap(result, bytes);
        try {
            return MemorySegment.ofAddress(result).reinterpret(bytes, arena, unmap);
        } catch (RuntimeException e) { // the arena is closed already, or another thread's
            unmap.run();
            throw e;
        }
    }

    /** A class and not a lambda: this runs in every child's boot. Keeps no segment, which would be its own. */
    private static final class Unmap implements Consumer<MemorySegment> {
        private final long address;
        private final long bytes;

        Unmap(long address, long bytes) {
            this.address = address;
            this.bytes = bytes;
        }

        @Override
        public void accept(MemorySegment closed) {
            run();
        }

        void run() {
            long result = Syscall.call(SyscallNumber.MUNMAP, address, bytes, 0);
            if (result < 0) {
                throw new OsException((int) -result, "munmap", bytes + " bytes");
            }
        }
    }
}
