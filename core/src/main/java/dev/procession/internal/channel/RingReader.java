package dev.procession.internal.channel;

import dev.procession.CorruptSegmentException;
import dev.procession.internal.memory.Words;
import dev.procession.internal.sync.Bell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a {@linkplain RingLayout ring}. Not thread-safe; it never waits by itself. It trusts nothing that it
 * reads: what is not a whole frame inside the published range is a {@link CorruptSegmentException}.
 */
public final class RingReader {
    private static final byte[] NONE = {};

    private final MemorySegment ring;
    private final long capacity;
    private final int longestMessage;
    private final Bell writerBell;
    private long head;
    private long headPublished;
    private long tailSeen;
    private byte[] partial = NONE;
    private int partialLength;
    private int partialKind = -1;

    /** Takes up a ring where its head stands. */
    RingReader(MemorySegment ring, long capacity, int longestMessage, Bell writerBell) {
        this.ring = ring;
        this.capacity = capacity;
        this.longestMessage = longestMessage;
        this.writerBell = writerBell;
        this.head = Words.longAcquire(ring, RingLayout.HEAD_AT);
        this.headPublished = head;
        this.tailSeen = head;
    }

    /** Whether {@link #poll} would read a frame. Any thread may ask: it may hear yes when the frame has just gone, never a wrong no. */
    public boolean hasData() {
        return head != tailSeen || Words.longAcquire(ring, RingLayout.TAIL_AT) != head;
    }

    /** Whether the writer has said that nothing will follow what is there. */
    public boolean isClosed() {
        return Words.intAcquire(ring, RingLayout.CLOSED_AT) != 0;
    }

    /** Whether the writer was in the middle of a message when this end last read. */
    public boolean isInsideMessage() {
        return partialKind >= 0;
    }

    /** The next whole message, or null if its end has not come yet. */
    public @Nullable Incoming poll() {
        while (hasData()) {
            lookAtTail();
            long at = RingLayout.DATA_AT + (head & (capacity - 1));
            int length = ring.get(ValueLayout.JAVA_INT, at);
            int flags = ring.get(ValueLayout.JAVA_INT, at + 4);
            long size = RingLayout.FRAME_HEADER_BYTES + RingLayout.padded(length);
            if (length < 0 || size > tailSeen - head) {
                throw corrupt("a frame of " + length + " bytes, but " + (tailSeen - head) + " are there");
            }
            if ((flags & ~(RingLayout.MORE | RingLayout.KIND_MASK)) != 0) throw corrupt("frame flags " + flags);
            Incoming message = take(length, flags & RingLayout.KIND_MASK, (flags & RingLayout.MORE) != 0);
            head += size;
            publishHead();
            if (message != null) return message;
        }
        return null;
    }

    private void lookAtTail() {
        if (head != tailSeen) return;
        long tail = Words.longAcquire(ring, RingLayout.TAIL_AT);
        if (tail < head || tail - head > capacity || (tail & 7) != 0) {
            throw corrupt("tail " + tail + " with head " + head + " and capacity " + capacity);
        }
        tailSeen = tail;
    }

    private @Nullable Incoming take(int length, int kind, boolean more) {
        if (more && length == 0) throw corrupt("an empty frame that is not the last of its message");
        if (partialKind < 0 && !more) { // of one frame, so bounded by the ring; its size is the receiver's to judge
            byte[] bytes = new byte[length];
            copy(bytes, 0, length);
            return new Incoming(kind, bytes);
        }
        if (partialKind >= 0 && partialKind != kind) throw corrupt("kind " + kind + " inside kind " + partialKind);
        long total = (long) partialLength + length;
        if (total > longestMessage) throw corrupt("a message of more than " + longestMessage + " bytes");
        if (total > partial.length) {
            partial = Arrays.copyOf(partial, (int) Math.min(longestMessage, Math.max(total, 2L * partial.length)));
        }
        copy(partial, partialLength, length);
        if (more) {
            partialLength = (int) total;
            partialKind = kind;
            return null;
        }
        byte[] bytes =
                partial.length == total ? partial : Arrays.copyOf(partial, (int) total); // may fail: nothing moved yet
        partial = NONE;
        partialLength = 0;
        partialKind = -1;
        return new Incoming(kind, bytes);
    }

    private void copy(byte[] into, int position, int length) {
        long offset = (head + RingLayout.FRAME_HEADER_BYTES) & (capacity - 1);
        int first = (int) Math.min(length, capacity - offset);
        MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, RingLayout.DATA_AT + offset, into, position, first);
        MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, RingLayout.DATA_AT, into, position + first, length - first);
    }

    /** Gives room back in pieces of an eighth, or when all is read: each time costs a fence. */
    private void publishHead() {
        if (head != tailSeen && head - headPublished < capacity / 8) return;
        headPublished = head;
        Words.longRelease(ring, RingLayout.HEAD_AT, head);
        writerBell.ring(Bell.SPACE);
    }

    private static CorruptSegmentException corrupt(String what) {
        return new CorruptSegmentException("a ring holds " + what + "; nothing further is read from it", null);
    }
}
