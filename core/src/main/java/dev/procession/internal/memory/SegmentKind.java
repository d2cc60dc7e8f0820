package dev.procession.internal.memory;

/**
 * What a segment can be. A layout's text names its fields in order; a change of meaning without a change of text takes a
 * new format number.
 */
public enum SegmentKind {
    /** The control segment of a domain: death epoch, process table, object table. */
    CONTROL(
            1,
            1,
            "epoch:i32@128 ticket:i64@256 slots:i32@384 objects:i32@388 watches:i32@396 slot[64]@512 object[256]"),
    /** The channel between a parent and a child: control block, two rings, an area of the role's own. */
    CHANNEL(2, 1, "control[65536]@128 ring[512+n] ring[512+n] role[4096]"),
    /** Plain memory of the user's. */
    MEMORY(3, 1, "data@128"),
    /** Cells for small structures: {@link Slab}. */
    SLAB(4, 1, "cell[511]@256: state:i64@0 kind:i32@8 users[16]:i64@128 content[256]@256"),
    /** The same for larger ones. */
    LARGE_SLAB(5, 1, "cell[30]@256: state:i64@0 kind:i32@8 users[16]:i64@128 content[8448]@256");

    private final int number;
    private final int format;
    private final long layoutId;

    SegmentKind(int number, int format, String layout) {
        this.number = number;
        this.format = format;
        this.layoutId = SegmentHeader.layoutId(layout);
    }

    int number() {
        return number;
    }

    int format() {
        return format;
    }

    long layoutId() {
        return layoutId;
    }
}
