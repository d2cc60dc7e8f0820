package dev.procession.internal.sync;

import dev.procession.internal.memory.TwoMappings;
import java.lang.foreign.MemorySegment;

/** A few lines of shared memory as two processes see them. */
abstract class Pair {
    static final long LINE_BYTES = TwoMappings.LINE_BYTES;
    private static final int LINES = 3;
    private static final TwoMappings MAPPINGS = TwoMappings.of(LINES * LINE_BYTES);

    /** Through the mapping of the first actor, zero at the start. */
    final MemorySegment first;

    /** The same bytes through that of the second. */
    final MemorySegment second;

    Pair() {
        long offset = MAPPINGS.next();
        first = MAPPINGS.first().part(offset, LINES * LINE_BYTES);
        second = MAPPINGS.second().part(offset, LINES * LINE_BYTES);
    }
}
