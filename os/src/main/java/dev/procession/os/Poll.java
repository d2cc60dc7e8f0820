package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Waits for the first of many descriptors. One thread at a time; reused, it allocates nothing per wait. To wake the
 * waiting thread from outside, add an {@link EventFd}.
 *
 * {@snippet :
 *   if (poll.await(deadlineNanos) > 0) {
 *       for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
 *           handle(poll.descriptor(i), poll.readyEvents(i));
 *       }
 *   }
 * }
 */
public final class Poll {
    /** There is something to read, or a process behind a pidfd has ended. */
    public static final int READABLE = 1;
    /** A write would not wait. */
    public static final int WRITABLE = 4;
    /** Reported unasked: an error. */
    public static final int ERROR = 8;
    /** Reported unasked: the other end is closed. */
    public static final int HANGUP = 16;
    /** Reported unasked: the descriptor is not open. */
    public static final int INVALID = 32;

    // struct pollfd: s32 descriptor, s16 events, s16 ready events; the last two are written as one int
    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int READY_SHIFT = 16;
    private static final int EVENTS_MASK = 0xFFFF;

    private MemorySegment entries;
    private int capacity;
    private int count;

    /**
     * Makes an empty set.
     *
     * @param capacity for how many descriptors there is room at first; it grows
     */
    public Poll(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Room for at least one descriptor is needed, not " + capacity);
        }
        this.capacity = capacity;
        entries = room(capacity);
    }

    /** {@return how many descriptors are in the set; they have the indexes below} */
    public int size() {
        return count;
    }

    /**
     * Adds a descriptor.
     *
     * @param descriptor one that is not in the set
     * @param events {@link #READABLE}, {@link #WRITABLE} or both
     */
    public void add(int descriptor, int events) {
        if (descriptor < 0) { // the kernel would silently skip it
            throw new IllegalArgumentException("Not a descriptor: " + descriptor);
        }
        if (indexOf(descriptor) >= 0) {
            throw new IllegalArgumentException("Descriptor " + descriptor + " is polled already");
        }
        if (count == capacity) {
            MemorySegment larger = room(capacity * 2);
            larger.copyFrom(entries);
            entries = larger;
            capacity *= 2;
        }
        put(count++, descriptor, events & EVENTS_MASK);
    }

    /**
     * Removes a descriptor, and tells whether it was in the set. The last one gets its index, so who removes while
     * going through the ready ones looks at the same index again.
     *
     * @param descriptor that is perhaps in the set
     * @return whether it was there
     */
    public boolean remove(int descriptor) {
        int index = indexOf(descriptor);
        if (index < 0) {
            return false;
        }
        int last = --count;
        put(index, descriptor(last), entries.get(ValueLayout.JAVA_INT, at(last) + EVENTS));
        return true;
    }

    /**
     * Waits until a descriptor is ready or a deadline passes.
     *
     * @param deadlineNanos on {@link Clock}; one in the past only looks, {@link Futex#NO_DEADLINE} never passes
     * @return how many descriptors are ready, 0 after the deadline
     */
    public int await(long deadlineNanos) {
        while (true) {
            long time = deadlineNanos == Futex.NO_DEADLINE
                    ? 0
                    : Scratch.mine().timeAddress(Math.max(deadlineNanos, 0) - Clock.monotonicNanos());
            long result; // a time left below zero has become zero
            try {
                result = Syscall.call(SyscallNumber.PPOLL, entries.address(), count, time);
            } finally {
                Reference.reachabilityFence(this);
            }
            if (result >= 0) {
                return (int) result;
            }
            if (result != -Errno.EINTR) {
                throw new OsException((int) -result, "ppoll", count + " descriptors");
            }
        }
    }

    /**
     * {@return the first index from the given one on whose descriptor is ready, or -1}
     *
     * @param from the index to start with
     */
    public int nextReady(int from) {
        for (int i = from; i < count; i++) {
            if (readyEvents(i) != 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * {@return the descriptor at an index}
     *
     * @param index below {@link #size}
     */
    public int descriptor(int index) {
        return entries.get(ValueLayout.JAVA_INT, at(index));
    }

    /**
     * {@return what the last wait found about the descriptor at an index, a sum of the constants of this class}
     *
     * @param index below {@link #size}
     */
    public int readyEvents(int index) {
        return entries.get(ValueLayout.JAVA_INT, at(index) + EVENTS) >>> READY_SHIFT;
    }

    @Override
    public String toString() {
        return "Poll[" + count + " descriptors]";
    }

    private int indexOf(int descriptor) {
        for (int i = 0; i < count; i++) {
            if (descriptor(i) == descriptor) {
                return i;
            }
        }
        return -1;
    }

    private void put(int index, int descriptor, int events) {
        entries.set(ValueLayout.JAVA_INT, at(index), descriptor);
        entries.set(ValueLayout.JAVA_INT, at(index) + EVENTS, events);
    }

    private static long at(int index) {
        return (long) index * ENTRY_BYTES;
    }

    private static MemorySegment room(int capacity) {
        return Arena.ofAuto().allocate((long) capacity * ENTRY_BYTES, ENTRY_BYTES);
    }
}
