package dev.procession.internal.memory;

/** Stands for the class of this name where Lincheck checks: a slab has one cell, for which all members meet. */
public enum CellSize {
    SMALL(SegmentKind.SLAB, 256),
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

    public int contentBytes() {
        return contentBytes;
    }

    long bytes() {
        return Slab.CONTENT_AT + contentBytes;
    }

    int cells() {
        return 1;
    }
}
