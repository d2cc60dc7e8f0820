package dev.procession.internal.memory;

/** How large the cells of a slab are. */
public enum CellSize {
    /** For a few words. */
    SMALL(SegmentKind.SLAB, 256),
    /** For a long word for each member of the domain, and a few more. */
    LARGE(SegmentKind.LARGE_SLAB, 256 + 8 * ControlLayout.SLOTS);

    private final SegmentKind segment;
    private final int contentBytes;

    CellSize(SegmentKind segment, int contentBytes) {
        this.segment = segment;
        this.contentBytes = contentBytes;
    }

    SegmentKind segment() {
        return segment;
    }

    /** What the structure has of a cell. */
    public int contentBytes() {
        return contentBytes;
    }

    long bytes() {
        return Slab.CONTENT_AT + contentBytes;
    }

    /** In one slab. */
    int cells() {
        return (int) ((Slab.BYTES - Slab.CELLS_AT) / bytes());
    }
}
