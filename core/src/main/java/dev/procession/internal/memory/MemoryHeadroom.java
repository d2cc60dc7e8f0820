package dev.procession.internal.memory;

import dev.procession.OutOfSharedMemoryException;
import java.nio.file.Path;

/**
 * What the memory control group of this process can still give. Pages of tmpfs are charged there, and a group that is
 * full answers with a kill, not with {@code ENOSPC}; so it is asked before.
 */
final class MemoryHeadroom {
    /** Smaller objects are not worth the look: they fit, or the next allocation of the heap would have failed as well. */
    private static final long SMALL_BYTES = 4L << 20;

    private MemoryHeadroom() {}

    static void check(Path file, long bytes) throws OutOfSharedMemoryException {
        if (bytes < SMALL_BYTES) return;
        long headroomBytes = ControlGroup.ofThisProcess().headroomBytes();
        if (bytes > headroomBytes) throw OutOfSpace.inGroup(file, bytes, headroomBytes);
    }
}
