package dev.procession.internal.channel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A message on its way into a ring, and how much of it is there. */
public final class Outgoing {
    private final int kind;
    private final byte[] bytes;
    private final int end;
    private int position;
    private boolean begun;

    public Outgoing(int kind, byte[] bytes, int length) {
        if (kind < 0 || kind > RingLayout.KIND_MASK) throw new IllegalArgumentException("kind " + kind);
        this.kind = kind;
        this.bytes = bytes;
        this.end = length;
    }

    /** The same message, with the rest of its bytes in an array of its own: the given one may then be used again. */
    public Outgoing detached() {
        Outgoing copy = new Outgoing(kind, Arrays.copyOfRange(bytes, position, end), end - position);
        copy.begun = begun;
        return copy;
    }

    int kind() {
        return kind;
    }

    int remaining() {
        return end - position;
    }

    /** An empty message is one empty frame. */
    boolean isDone() {
        return begun && position == end;
    }

    void take(MemorySegment into, long offset, int count) {
        MemorySegment.copy(bytes, position, into, ValueLayout.JAVA_BYTE, offset, count);
        position += count;
        begun = true;
    }
}
