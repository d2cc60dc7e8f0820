package dev.procession.internal.channel;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.sync.Liveness;
import dev.procession.internal.sync.Spin;
import java.lang.foreign.MemorySegment;

/**
 * One end of a channel of two rings, with a bell for each side.
 * <h2>Layout: {@link #bytes} bytes, aligned to 128</h2><pre>
 * offset size name
 *      0    4 parent's bell
 *    128    4 child's bell
 *    256    … ring to the child
 *      …    … ring to the parent</pre>
 */
public final class Duplex {
    /** Of one ring. Several hundred small tasks, and few enough pages for a /dev/shm of 64 MiB. */
    public static final long RING_CAPACITY = 256 << 10;

    private static final long PARENT_BELL_AT = 0;
    private static final long CHILD_BELL_AT = 128;
    private static final long RINGS_AT = 256;
    private static final long RING_BYTES = RingLayout.DATA_AT + RING_CAPACITY;

    private final Bell ownBell;
    private final RingWriter writer;
    private final RingReader reader;

    private Duplex(Bell ownBell, RingWriter writer, RingReader reader) {
        this.ownBell = ownBell;
        this.writer = writer;
        this.reader = reader;
    }

    /** What it takes in a segment. */
    public static long bytes() {
        return RINGS_AT + 2 * RING_BYTES;
    }

    /**
     * The end of the parent, who bounds what it is ready to receive. It sleeps without spinning first: whoever waits for one
     * result looks for it by itself, and for a stream of results a spin takes a processor from those who make them.
     */
    public static Duplex parentEnd(SharedSegment segment, long offset, Domain domain, int longestMessage) {
        Bell ownBell = new Bell(segment, offset + PARENT_BELL_AT, domain, new Spin(0));
        return end(segment, offset, domain, longestMessage, ownBell, CHILD_BELL_AT, 0, RING_BYTES);
    }

    /** The end of the child, who trusts its parent. */
    public static Duplex childEnd(SharedSegment segment, long offset, Domain domain) {
        Bell ownBell = new Bell(segment, offset + CHILD_BELL_AT, domain);
        return end(segment, offset, domain, Integer.MAX_VALUE - 8, ownBell, PARENT_BELL_AT, RING_BYTES, 0);
    }

    private static Duplex end(
            SharedSegment segment,
            long offset,
            Domain domain,
            int longest,
            Bell ownBell,
            long other,
            long out,
            long in) {
        Bell otherBell = new Bell(segment, offset + other, domain);
        MemorySegment memory = segment.memory();
        MemorySegment outRing = memory.asSlice(offset + RINGS_AT + out, RING_BYTES);
        MemorySegment inRing = memory.asSlice(offset + RINGS_AT + in, RING_BYTES);
        return new Duplex(
                ownBell,
                new RingWriter(outRing, RING_CAPACITY, otherBell),
                new RingReader(inRing, RING_CAPACITY, longest, otherBell));
    }

    public Bell ownBell() {
        return ownBell;
    }

    public RingWriter writer() {
        return writer;
    }

    public RingReader reader() {
        return reader;
    }

    /** Writes a message to its end, waiting for room; false if the peer died first. */
    public boolean send(Outgoing message, Liveness peer) throws InterruptedException {
        while (!writer.advance(message)) {
            if (!ownBell.await(Bell.SPACE, writer::hasSpace, peer, Long.MAX_VALUE)) return false;
        }
        return true;
    }
}
