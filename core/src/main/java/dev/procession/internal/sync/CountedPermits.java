package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.internal.sync.SharedSemaphore.Given;
import java.lang.foreign.MemorySegment;

/**
 * A number of permits that belong to nobody.
 * <h2>Layout, format 1: 256 bytes, aligned to 128</h2><pre>
 * offset size name    written by                                     read by
 *      0    8 word    see below, atomically                          everybody; its lower half is a futex word
 *      8    4 limit   the creator, before anybody else has the cell  who releases; the permits never exceed it
 *     12    4 bounded the same: 1 or 0                               messages
 *    128    4 turns   who cleared SEVERAL: one more                  sleepers for several permits; a futex word
 * word: | permits 32..63 | releases 2..31 | SEVERAL 1 | WAITERS 0 |</pre>
 * WAITERS: somebody sleeps on the word for one permit, or may. SEVERAL: somebody sleeps on turns for more than one, or may.
 * <h2>Transitions of the word, each a compare-and-set</h2><pre>
 * acquire of n  permits − n; sets WAITERS if this thread had announced that it waits for one
 * announcement  WAITERS or SEVERAL is set, with too few permits
 * release of n  permits + n, releases + 1, no flags; then wakes n of the sleepers for one if there was WAITERS,
 *               and moves turns and wakes all sleepers for several if there was SEVERAL</pre>
 * <h2>Invariants</h2>
 * C1. A release changes what a sleeper expects: its number is in the word that one sleeps on. Flags would not do: between a look that
 * found no permit and the sleep, a release can clear WAITERS, and one who was woken earlier can take one of two permits and set it
 * again; the word is then as it was, with a permit in it. C2. A release wakes only so many, and clears WAITERS for all. So who was
 * woken, or might have been, leaves a trace for those still asleep: who takes sets WAITERS and wakes another if there are permits left;
 * who finds none announces itself again; who leaves without a permit wakes another. C3. Who wants several sleeps on a word of its
 * own: a wake-up that was for one permit must not end with somebody who cannot use it. All of those are woken each time, and look.
 * C4. A death wakes everybody: the epoch.
 * <h2>If a process is killed</h2><pre>
 * between                           leaves                       put right by
 * the creation's stores             a cell that nobody knows     the slab
 * taking and what follows           permits that nobody returns  nobody: any process may release them
 * taking and waking another         sleepers, permits left       the epoch
 * setting a flag and its sleep      a flag of nobody             nobody has to: one wake-up too many
 * a release and its wake            sleepers, permits            the epoch
 * a release and moving turns        the same                     the epoch
 * being woken and taking            the same                     the epoch</pre>
 */
final class CountedPermits {
    private static final long WAITERS = 1;
    private static final long SEVERAL = 2;
    private static final long FLAGS = WAITERS | SEVERAL;
    private static final long RELEASE = 4;
    private static final long LOWER = 0xFFFF_FFFFL;
    private static final long TOO_FEW = -1;

    private static final long WORD_AT = 0;
    private static final long LIMIT_AT = 8;
    private static final long BOUNDED_AT = 12;
    private static final long TURNS_AT = 128;
    private static final long BYTES = 256;

    private final MemorySegment at;
    private final WaitWord forOne;
    private final WaitWord forSeveral;

    CountedPermits(Domain domain, Cell cell) {
        this.at = cell.part(0, BYTES);
        this.forOne = new WaitWord(domain, cell, WORD_AT);
        this.forSeveral = new WaitWord(domain, cell, TURNS_AT);
    }

    /** By the creator, before anybody else has the cell. */
    void begin(int permits, boolean bounded) {
        Words.intRelease(at, LIMIT_AT, bounded ? permits : Integer.MAX_VALUE);
        Words.intRelease(at, BOUNDED_AT, bounded ? 1 : 0);
        Words.longRelease(at, WORD_AT, (long) permits << 32);
    }

    /** Takes so many if there are so many. */
    boolean take(int count) {
        return take(count, 0) != TOO_FEW;
    }

    /** Takes so many and sets this flag; returns how many are left, or {@link #TOO_FEW} and has changed nothing. */
    private long take(int count, long flag) {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (permits(now) < count) return TOO_FEW;
            long after = (now | flag) - ((long) count << 32);
            if (Words.longCompareAndSet(at, WORD_AT, now, after)) return permits(after);
        }
    }

    /** Takes all that there are. */
    int takeAll() {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (Words.longCompareAndSet(at, WORD_AT, now, now & LOWER)) return permits(now);
        }
    }

    /**
     * Waits until so many can be taken, and takes them.
     *
     * @param check run before each sleep; throws if it is no use
     * @return false if the time is over
     */
    boolean take(int count, long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        return count > 1
                ? forSeveral.await(new TakingSeveral(count), deadlineNanos, check)
                : takeOne(deadlineNanos, check);
    }

    private boolean takeOne(long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        var taking = new TakingOne();
        boolean taken = false;
        try {
            taken = forOne.await(taking, deadlineNanos, check);
        } finally {
            if (taking.announced && (!taken || taking.left > 0)) forOne.wake(1); // C2
        }
        return taken;
    }

    private final class TakingOne implements WaitWord.Attempt {
        private boolean announced;
        private long left;

        @Override
        public boolean tryNow() {
            return take(1);
        }

        @Override
        public long announce() {
            while (true) {
                left = take(1, announced ? WAITERS : 0);
                if (left != TOO_FEW) return WaitWord.DONE;
                long now = Words.longVolatile(at, WORD_AT);
                if (permits(now) > 0) continue;
                announced = true;
                if ((now & WAITERS) != 0 || Words.longCompareAndSet(at, WORD_AT, now, now | WAITERS))
                    return (now | WAITERS) & LOWER;
            }
        }
    }

    private final class TakingSeveral implements WaitWord.Attempt {
        private final int count;

        TakingSeveral(int count) {
            this.count = count;
        }

        @Override
        public boolean tryNow() {
            return take(count);
        }

        @Override
        public long announce() {
            long turn = WaitWord.unsigned(forSeveral.value()); // before the look: a release after that moves it
            while (true) {
                if (take(count)) return WaitWord.DONE;
                long now = Words.longVolatile(at, WORD_AT);
                if (permits(now) >= count) continue;
                if ((now & SEVERAL) != 0 || Words.longCompareAndSet(at, WORD_AT, now, now | SEVERAL)) return turn;
            }
        }
    }

    /** Adds so many, unless there would be more than the limit, and wakes. */
    Given give(int count) {
        if (count == 0) return Given.YES;
        int limit = Words.intAcquire(at, LIMIT_AT);
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (count > limit - permits(now)) return isBounded() ? Given.ABOVE_BOUND : Given.OVERFLOW;
            long after = (long) (permits(now) + count) << 32 | (((now & ~FLAGS) + RELEASE) & LOWER);
            if (!Words.longCompareAndSet(at, WORD_AT, now, after)) continue;
            if ((now & WAITERS) != 0) forOne.wake(count);
            if ((now & SEVERAL) != 0) {
                Words.intGetAndAdd(at, TURNS_AT, 1);
                forSeveral.wakeAll();
            }
            return Given.YES;
        }
    }

    int available() {
        return permits(Words.longVolatile(at, WORD_AT));
    }

    private boolean isBounded() {
        return Words.intAcquire(at, BOUNDED_AT) != 0;
    }

    /** In words, of a moment. */
    String describe() {
        long now = Words.longVolatile(at, WORD_AT);
        String bound = isBounded() ? " of " + Words.intAcquire(at, LIMIT_AT) : "";
        return (isBounded() ? "bounded, " : "counting, ") + permits(now) + bound + " permits available"
                + ((now & FLAGS) != 0 ? ", others wait" : "");
    }

    private static int permits(long word) {
        return (int) (word >>> 32);
    }
}
