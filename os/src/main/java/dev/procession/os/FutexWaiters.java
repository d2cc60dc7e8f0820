package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Up to four words to sleep on together, prepared in native memory and used again and again, so that a wait allocates
 * nothing. One thread at a time; usually one object per thread.
 */
public final class FutexWaiters {
    /** How many words fit. As many guards has {@link Syscall}. */
    public static final int CAPACITY = 4;

    // struct futex_waitv: u64 value, u64 address, u32 flags, u32 reserved
    private static final int ENTRY_BYTES = 24;
    private static final int VALUE = 0;
    private static final int ADDRESS = 8;
    private static final int FLAGS = 16;
    private static final int FLAG_32_BITS = 2;
    private static final int FLAG_PRIVATE = 128;

    private final MemorySegment entries = Arena.ofAuto().allocate((long) ENTRY_BYTES * CAPACITY, Long.BYTES);
    private final long entriesAddress = entries.address();
    private final MemorySegment[] words = new MemorySegment[CAPACITY];
    private int count;

    /** Makes an empty set of words. */
    public FutexWaiters() {
        clear();
    }

    /**
     * As {@link #set(int, MemorySegment, long, int, boolean)}, with the word at the start of a segment.
     *
     * @param index of the word
     * @param word native memory that starts with the word
     * @param expected the value with which to sleep
     * @param shared whether other processes map the word
     */
    public void set(int index, MemorySegment word, int expected, boolean shared) {
        set(index, word, 0, expected, shared);
    }

    /**
     * Sets one word. Indexes are filled in order; setting one that is set replaces it.
     *
     * @param index of the word, at most {@link #count}
     * @param segment native memory; its arena cannot be closed while somebody sleeps here
     * @param offsetBytes where the word is in it
     * @param expected the value with which to sleep
     * @param shared whether other processes map the word
     */
    public void set(int index, MemorySegment segment, long offsetBytes, int expected, boolean shared) {
        if (index < 0 || index > count || index >= CAPACITY) {
            throw new IndexOutOfBoundsException("Word " + index + " after " + count + ", at most " + CAPACITY);
        }
        long at = (long) index * ENTRY_BYTES;
        entries.set(ValueLayout.JAVA_LONG, at + ADDRESS, Futex.wordAddress(segment, offsetBytes));
        entries.set(ValueLayout.JAVA_LONG, at + VALUE, Integer.toUnsignedLong(expected));
        entries.set(ValueLayout.JAVA_INT, at + FLAGS, shared ? FLAG_32_BITS : FLAG_32_BITS | FLAG_PRIVATE);
        words[index] = segment;
        count = Math.max(count, index + 1);
    }

    /**
     * Changes only the value with which to sleep on a word that is set.
     *
     * @param index of the word
     * @param expected the new value
     */
    public void expect(int index, int expected) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("Word " + index + " of " + count);
        }
        entries.set(ValueLayout.JAVA_LONG, (long) index * ENTRY_BYTES + VALUE, Integer.toUnsignedLong(expected));
    }

    /** {@return how many words are set} */
    public int count() {
        return count;
    }

    /** Forgets all words, and with them the memory they are in. */
    public void clear() {
        count = 0;
        for (int i = 0; i < CAPACITY; i++) {
            words[i] = MemorySegment.NULL;
        }
    }

    /** The words are guarded, since the kernel finds them by address inside {@link #entries}. */
    long sleep(long timeAddress, int clock) {
        MemorySegment[] guards = words;
        try {
            return Syscall.guarded(
                    SyscallNumber.FUTEX_WAITV,
                    entriesAddress,
                    count,
                    0,
                    timeAddress,
                    clock,
                    0,
                    guards[0],
                    guards[1],
                    guards[2],
                    guards[3]);
        } finally {
            Reference.reachabilityFence(this); // else the entries could be freed under the sleeper
        }
    }
}
