package dev.procession.internal.memory;

/**
 * A small structure of shared memory as this process has it open.
 *
 * @param id its name
 * @param segment the slab
 * @param contentAt where its content begins there, {@link #CONTENT_BYTES} of it, aligned to 128
 */
public record Cell(CellId id, SharedSegment segment, long contentAt) {
    public static final int CONTENT_BYTES = 256;
}
