package dev.procession.internal.memory;

import java.lang.foreign.MemorySegment;

/**
 * A small structure of shared memory as this process has it open.
 *
 * @param id its name
 * @param segment the slab
 * @param contentAt where its content begins there, aligned to 128
 * @param contentBytes how long that is
 */
public record Cell(CellId id, SharedSegment segment, long contentAt, int contentBytes) {

    /** A part of the content. */
    public MemorySegment part(long offset, long bytes) {
        return segment.memory().asSlice(contentAt + offset, bytes);
    }
}
