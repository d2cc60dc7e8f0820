package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import dev.procession.os.Futex;
import java.lang.foreign.MemorySegment;

/**
 * The word by which one process of many has something.
 * <h2>Layout, format 1: 24 bytes, aligned to 128</h2><pre>
 * offset size name      written by                                    read by
 *      0    8 word      see below, atomically                         everybody; its lower half is a futex word
 *      8    8 thread    the owner, after it took: a thread's number   messages
 *     16    8 dead pid  whoever found a dead owner, after it said so messages; 0 if not known
 * word: | owner half 32..63 ({@link dev.procession.internal.memory.Owner#half}) | INCONSISTENT 1 | WAITERS 0 |</pre>
 * <h2>States</h2><pre>
 * free                → owned by p           p, by compare-and-set
 * owned by p          → free                 p, by a swap, which wakes one sleeper if there was WAITERS
 * owned by a dead one → free, INCONSISTENT   whoever finds it so, which wakes all
 * free, INCONSISTENT  → owned, INCONSISTENT  who recovers
 * owned, INCONSISTENT → owned                the same, when it has put things right
 * owned, INCONSISTENT → free, INCONSISTENT   the same, if it has not</pre>
 * <h2>Invariants</h2>
 * L1. The word names p only from p's own compare-and-set until p's own swap, or its death. L2. Who sleeps has seen, or set, WAITERS with
 * an owner that lives; who takes after a sleep leaves WAITERS set. L3. Who was woken, or might have been, and leaves without the word
 * wakes another. L4. A death wakes everybody: the epoch.
 * <h2>If a process is killed</h2><pre>
 * between                           leaves                     put right by
 * taking and naming the thread      an owner without a thread  who finds it dead; the thread is for messages
 * the swap to free and its wake     a sleeper on a free word   the epoch
 * setting WAITERS and its sleep     a flag of nobody           nobody has to: one wake-up too many
 * being woken and taking            a free word, sleepers      the epoch
 * INCONSISTENT and the dead pid     a death without a pid      nobody has to: it is for messages
 * the dead pid and waking all       sleepers                   the epoch</pre>
 */
final class LockWord {
    /** How a try ended. */
    enum Taken {
        YES,
        /** A living process has it. */
        NO,
        /** Nobody has it, and what it guards may be half changed. */
        OWNER_DIED
    }

    private static final long WAITERS = 1;
    private static final long INCONSISTENT = 2;
    private static final long FLAGS = WAITERS | INCONSISTENT;

    private static final long WORD_AT = 0;
    private static final long THREAD_AT = 8;
    private static final long DEAD_PID_AT = 16;
    private static final long BYTES = 24;

    private static final long FIRST_NAP_NANOS = 50_000_000;
    /** It covers a death that nobody has told: its supervisor died too. */
    private static final long LONGEST_NAP_NANOS = 1_000_000_000;

    private final Domain domain;
    private final SharedSegment segment;
    private final MemorySegment at;
    private final MemorySegment futex;
    private final long mine;

    LockWord(Domain domain, Cell cell) {
        this.domain = domain;
        this.segment = cell.segment();
        this.at = segment.memory().asSlice(cell.contentAt(), BYTES);
        this.futex = at.asSlice(WORD_AT, 4);
        this.mine = (long) domain.self().half() << 32;
    }

    /** Takes it if that is possible at once. */
    Taken tryTake(boolean inconsistentToo) {
        if (Words.longCompareAndSet(at, WORD_AT, 0, mine)) return Taken.YES;
        return tryTake(inconsistentToo, 0);
    }

    /** Takes it with this flag, or finds out that nobody can. */
    private Taken tryTake(boolean inconsistentToo, long flag) {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            int owner = owner(now);
            if (owner == 0) {
                if ((now & INCONSISTENT) != 0 && !inconsistentToo) return Taken.OWNER_DIED;
                if (Words.longCompareAndSet(at, WORD_AT, now, mine | (now & FLAGS) | flag)) return Taken.YES;
            } else if (domain.isAlive(owner)) {
                return Taken.NO;
            } else {
                orphan(now);
            }
        }
    }

    /** The owner that this value names is dead. */
    private void orphan(long value) {
        long pid = domain.pid(owner(value));
        if (Words.longCompareAndSet(at, WORD_AT, value, INCONSISTENT | (value & WAITERS))) {
            Words.longRelease(at, DEAD_PID_AT, pid);
            Futex.wake(futex, Integer.MAX_VALUE);
        }
    }

    /**
     * Waits until it can be taken, and takes it.
     *
     * @param check run before each sleep; throws if it is no use
     * @return NO if the time is over
     */
    Taken take(long deadlineNanos, boolean inconsistentToo, Runnable check) throws InterruptedException {
        boolean slept = false;
        boolean done = false;
        long nap = FIRST_NAP_NANOS;
        try {
            while (true) {
                check.run();
                int epoch = domain.epoch();
                Taken taken = tryTake(inconsistentToo, slept ? WAITERS : 0);
                if (taken != Taken.NO) {
                    done = taken == Taken.YES;
                    return taken;
                }
                long now = Clock.monotonicNanos();
                if (now >= deadlineNanos) return Taken.NO;
                long seen = Words.longVolatile(at, WORD_AT);
                if (owner(seen) == 0) continue;
                if ((seen & WAITERS) == 0) {
                    if (!Words.longCompareAndSet(at, WORD_AT, seen, seen | WAITERS)) continue;
                    seen |= WAITERS;
                }
                slept = true;
                sleep((int) seen, epoch, Math.min(deadlineNanos, now + nap));
                nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
            }
        } finally {
            if (slept && !done) passOn();
        }
    }

    /** L3. Whoever has it by now: it may have come by, and have taken it without WAITERS. The woken one looks, and says that it waits. */
    private void passOn() {
        Futex.wake(futex, 1);
    }

    /** Makes all who sleep look up. */
    void wakeAll() {
        Futex.wake(futex, Integer.MAX_VALUE);
    }

    private void sleep(int expected, int epoch, long untilNanos) throws InterruptedException {
        if (Thread.currentThread().isVirtual()) {
            Carriers.call(() -> park(expected, epoch, untilNanos));
        } else {
            park(expected, epoch, untilNanos);
        }
        if (Thread.interrupted()) throw new InterruptedException();
    }

    private boolean park(int expected, int epoch, long untilNanos) {
        return Parker.ofThisThread().park(segment, futex, expected, domain, epoch, untilNanos);
    }

    /** Gives it back; inconsistent if it is. Does nothing to what is not this process's, as it is not after its end was told. */
    void give() {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (owner(now) != owner(mine)) return;
            if (!Words.longCompareAndSet(at, WORD_AT, now, now & INCONSISTENT)) continue; // somebody began to wait
            if ((now & WAITERS) != 0) Futex.wake(futex, (now & INCONSISTENT) != 0 ? Integer.MAX_VALUE : 1);
            return;
        }
    }

    /** Says which thread has it. */
    void nameHolder(long threadId) {
        Words.longRelease(at, THREAD_AT, threadId);
    }

    /** Of who has it: whether what it guards may be half changed. */
    boolean isInconsistent() {
        return (Words.longVolatile(at, WORD_AT) & INCONSISTENT) != 0;
    }

    /** By who has it: what it guards is whole. */
    void makeConsistent() {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (owner(now) != owner(mine)) return;
            if (Words.longCompareAndSet(at, WORD_AT, now, now & ~INCONSISTENT)) return;
        }
    }

    /** The process that died with it last. */
    long deadPid() {
        return Words.longAcquire(at, DEAD_PID_AT);
    }

    /** In words, of a moment. */
    String describe() {
        long now = Words.longVolatile(at, WORD_AT);
        int owner = owner(now);
        String flags = ((now & INCONSISTENT) != 0 ? ", its last owner (process " + deadPid() + ") died" : "")
                + ((now & WAITERS) != 0 ? ", others wait" : "");
        if (owner == 0) return "free" + flags;
        return "held by process " + domain.pid(owner) + ", thread " + Words.longAcquire(at, THREAD_AT) + flags;
    }

    private static int owner(long word) {
        return (int) (word >>> 32);
    }
}
