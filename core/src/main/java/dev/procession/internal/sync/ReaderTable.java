package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * Which processes read, under a {@link LockWord} in the same cell that is taken in steps to write.
 * <h2>Layout, format 1, behind the lock word</h2><pre>
 * offset    size name        written by                                          read by
 *     64       4 gone        a process's last reader, if the word is taken: +1   the writer; a futex word
 *    128     128 seen[16]    each process that reads, once: its slot's bit       the writer
 *    256 8·slots reader[s]   the process in slot s, atomically                   the writer
 * reader: | owner half 32..63 | how many of its threads read 0..31 |</pre>
 * <h2>Invariants</h2>
 * R1. A reader counts itself (atomically) and then looks at the word; a writer takes the word (atomically) and then looks at the
 * counts. So one of them sees the other: the reader takes itself back, or the writer waits. R2. A count is of the process that its half
 * names: of a dead one it counts nothing. R3. A reader that leaves, or takes itself back, and sees the word taken, moves {@code gone}.
 * <h2>If a process is killed</h2><pre>
 * between                               leaves                     put right by
 * its bit and its half                  a bit of nobody            nobody has to
 * counting itself and what follows      a count of a dead one      the writer, who asks whether it lives (R2)
 * taking itself back and moving gone    a writer that sleeps       the epoch
 * moving gone and its wake              the same                   the epoch
 * taking the word and settling          a dead owner, PENDING      who finds it: the word is free, and nothing harmed</pre>
 */
final class ReaderTable {
    private static final long GONE_AT = 64;
    private static final long SEEN_AT = 128;
    private static final long READERS_AT = 256;
    private static final int SEEN_WORDS = 16;
    private static final long COUNT_MASK = 0xFFFF_FFFFL;

    private final Domain domain;
    private final MemorySegment at;
    private final WaitWord gone;
    private final long mineAt;

    /** By one handle of this process at a time: it forgets what an earlier one, or a dead process in its slot, has left. */
    ReaderTable(Domain domain, Cell cell) {
        this.domain = domain;
        this.at = cell.part(0, cell.contentBytes());
        this.gone = new WaitWord(domain, cell, GONE_AT);
        int slot = domain.self().slot();
        this.mineAt = readerAt(slot);
        Words.longGetAndOr(at, SEEN_AT + slot / Long.SIZE * 8L, 1L << slot % Long.SIZE);
        Words.longVolatile(at, mineAt, (long) domain.self().half() << 32);
    }

    /** Counts a reader; R1: the caller then looks at the word. */
    void enter() {
        Words.longGetAndAdd(at, mineAt, 1);
    }

    /** R3. */
    void leave(LockWord word) {
        Words.longGetAndAdd(at, mineAt, -1);
        if (word.isFree()) return;
        Words.intGetAndAdd(at, GONE_AT, 1);
        gone.wakeAll();
    }

    /** Waits until nobody reads; by who has taken the word. */
    boolean awaitNone(long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        return gone.await(new None(), deadlineNanos, check);
    }

    /** Whether nobody reads who lives. */
    boolean isNone() {
        return count(true) == 0;
    }

    private final class None implements WaitWord.Attempt {
        /** Does not ask whether a reader lives: that takes a system call. */
        @Override
        public boolean tryNow() {
            return count(false) == 0;
        }

        @Override
        public long announce() {
            int seen = gone.value();
            return isNone() ? WaitWord.DONE : WaitWord.unsigned(seen);
        }
    }

    /** How many threads read. */
    int count(boolean ofTheLiving) {
        int count = 0;
        for (int word = 0; word < SEEN_WORDS; word++) {
            long seen = Words.longVolatile(at, SEEN_AT + 8L * word);
            for (; seen != 0; seen &= seen - 1) {
                long reader = Words.longVolatile(at, readerAt(word * Long.SIZE + Long.numberOfTrailingZeros(seen)));
                int threads = (int) (reader & COUNT_MASK);
                if (threads > 0 && (!ofTheLiving || domain.isAlive((int) (reader >>> 32)))) count += threads;
            }
        }
        return count;
    }

    private static long readerAt(int slot) {
        return READERS_AT + 8L * slot;
    }
}
