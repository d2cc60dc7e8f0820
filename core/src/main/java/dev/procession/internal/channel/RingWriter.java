package dev.procession.internal.channel;

import dev.procession.CorruptSegmentException;
import dev.procession.internal.memory.Words;
import dev.procession.internal.sync.Bell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The writing end of a {@linkplain RingLayout ring}. Not thread-safe; it never waits by itself. */
public final class RingWriter {
    private final MemorySegment ring;
    private final long capacity;
    private final Bell readerBell;
    private long tail;
    private long headSeen;

    /** Takes up a ring where its tail stands. */
    RingWriter(MemorySegment ring, long capacity, Bell readerBell) {
        this.ring = ring;
        this.capacity = capacity;
        this.readerBell = readerBell;
        this.tail = Words.longAcquire(ring, RingLayout.TAIL_AT);
    }

    /**
     * Writes as much of a message as there is room for; call it again when {@link #hasSpace} to go on.
     *
     * @return whether the message is written to its end
     */
    public boolean advance(Outgoing message) {
        boolean wrote = false;
        while (!message.isDone()) {
            int remaining = message.remaining();
            long space = space(RingLayout.FRAME_HEADER_BYTES + RingLayout.padded(remaining));
            long room = space - RingLayout.FRAME_HEADER_BYTES;
            if (room < remaining && room < leastFragment()) break;
            int bytes = (int) Math.min(remaining, Math.min(room, leastFragment()));
            if (room >= remaining && remaining <= capacity / 2) bytes = remaining;
            put(message, bytes, bytes < remaining);
            wrote = true;
        }
        if (wrote) readerBell.ring(Bell.DATA);
        return message.isDone();
    }

    /** Whether {@link #advance} can do something for a message that it could not finish. */
    public boolean hasSpace() {
        return space(capacity) >= leastFragment() + RingLayout.FRAME_HEADER_BYTES;
    }

    /** Tells the reader that no frame will follow. */
    public void close() {
        Words.intRelease(ring, RingLayout.CLOSED_AT, 1);
        readerBell.ring(Bell.DATA);
    }

    /** Makes the reader look up although nothing was written here: something beside the ring has changed. */
    public void ringReader() {
        readerBell.ring(Bell.DATA);
    }

    /** Fragments of a quarter let reader and writer of a large message work at the same time. */
    private long leastFragment() {
        return capacity / 4;
    }

    private long space(long wanted) {
        long space = capacity - (tail - headSeen);
        if (space >= wanted) return space;
        long head = Words.longAcquire(ring, RingLayout.HEAD_AT);
        if (head < headSeen || head > tail || (head & 7) != 0) {
            throw new CorruptSegmentException("ring head " + head + " is not in " + headSeen + ".." + tail, null);
        }
        headSeen = head;
        return capacity - (tail - head);
    }

    private void put(Outgoing message, int bytes, boolean more) {
        long at = RingLayout.DATA_AT + (tail & (capacity - 1));
        ring.set(ValueLayout.JAVA_INT, at, bytes);
        ring.set(ValueLayout.JAVA_INT, at + 4, message.kind() | (more ? RingLayout.MORE : 0));
        long position = tail + RingLayout.FRAME_HEADER_BYTES;
        long offset = position & (capacity - 1);
        int first = (int) Math.min(bytes, capacity - offset);
        message.take(ring, RingLayout.DATA_AT + offset, first);
        if (first < bytes) message.take(ring, RingLayout.DATA_AT, bytes - first);
        tail = position + RingLayout.padded(bytes);
        Words.longRelease(ring, RingLayout.TAIL_AT, tail); // publishes the frame: I2
    }
}
