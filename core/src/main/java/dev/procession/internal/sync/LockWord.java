package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import java.lang.foreign.MemorySegment;

/**
 * The word by which one process of many has something.
 * <h2>Layout, format 2: 32 bytes, aligned to 128</h2><pre>
 * offset size name      written by                                    read by
 *      0    8 word      see below, atomically                         everybody; its lower half is a futex word
 *      8    8 thread    the owner, after it took: a thread's number   messages
 *     16    8 dead pid  whoever found a dead owner, after it said so messages; 0 if not known
 *     24    8 since     who set WAITERS, or took with it: the monotonic clock; who gives it to waiters: 0
 *                                                                     messages, as long as there is WAITERS
 * word: | owner half 32..63 ({@link dev.procession.internal.memory.Owner#half}) | READERS 3 | PENDING 2 | INCONSISTENT 1 | WAITERS 0 |</pre>
 * PENDING: the owner has the word, and waits for others before it touches what the word guards. READERS: of those who sleep, some
 * want no more than that it is free.
 * <h2>States</h2><pre>
 * free                → owned by p           p, by compare-and-set
 * owned by p          → free                 p, by a swap, which wakes one sleeper if there was WAITERS, all if READERS
 * owned by a dead one → free, INCONSISTENT   whoever finds it so, which wakes all; just free if it was PENDING
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
 * setting WAITERS, or taking with   a hold without its time    nobody has to: it is for messages
 * it, and since
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
    private static final long PENDING = 4;
    private static final long READERS = 8;
    private static final long KEPT = WAITERS | INCONSISTENT;

    private static final long WORD_AT = 0;
    private static final long THREAD_AT = 8;
    private static final long DEAD_PID_AT = 16;
    private static final long SINCE_AT = 24;
    static final long BYTES = 32;

    private final Domain domain;
    private final MemorySegment at;
    private final long offset;
    private final WaitWord futex;
    private final long mine;
    private final long taking; // the same, as this process writes it when it takes

    /**
     * The word at this offset of the cell.
     *
     * @param inSteps whether who takes it has to wait for others before it has what the word guards, and then calls {@link #settle}
     */
    LockWord(Domain domain, Cell cell, long offset, boolean inSteps) {
        this.domain = domain;
        this.at = cell.part(offset, BYTES);
        this.offset = offset;
        this.futex = new WaitWord(domain, cell, offset + WORD_AT);
        this.mine = (long) domain.self().half() << 32;
        this.taking = mine | (inSteps ? PENDING : 0);
    }

    /** Where it is in its cell. */
    long offset() {
        return offset;
    }

    /** Takes it if it is free and nothing is the matter with it. */
    boolean takeFree() {
        return Words.longCompareAndSet(at, WORD_AT, 0, taking);
    }

    /** Takes it if that is possible at once. */
    Taken tryTake(boolean inconsistentToo) {
        return tryTake(inconsistentToo, 0);
    }

    /** The same, but does not ask whether an owner lives: that takes a system call. */
    Taken tryTakeUnowned(boolean inconsistentToo) {
        return isFree() ? tryTake(inconsistentToo, 0) : Taken.NO;
    }

    /** Takes it with this flag, or finds out that nobody can. */
    private Taken tryTake(boolean inconsistentToo, long flag) {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            int owner = owner(now);
            if (owner == 0) {
                if ((now & INCONSISTENT) != 0 && !inconsistentToo) return Taken.OWNER_DIED;
                long taken = taking | (now & KEPT) | flag;
                if (!Words.longCompareAndSet(at, WORD_AT, now, taken)) continue;
                if ((taken & WAITERS) != 0) stamp();
                return Taken.YES;
            } else if (domain.isAlive(owner)) {
                return Taken.NO;
            } else {
                orphan(now);
            }
        }
    }

    /** The owner that this value names is dead. If it had not yet what the word guards, no harm was done. */
    private void orphan(long value) {
        long pid = domain.pid(owner(value));
        long harm = (value & PENDING) != 0 ? value & INCONSISTENT : INCONSISTENT;
        if (Words.longCompareAndSet(at, WORD_AT, value, harm | (value & WAITERS))) {
            Words.longRelease(at, DEAD_PID_AT, pid);
            futex.wakeAll();
        }
    }

    /**
     * Waits until it can be taken, and takes it.
     *
     * @param check run before each sleep; throws if it is no use
     * @return NO if the time is over
     */
    Taken take(long deadlineNanos, boolean inconsistentToo, WaitWord.Check check) throws InterruptedException {
        var taking = new Taking(inconsistentToo);
        try {
            return futex.await(taking, deadlineNanos, check) ? taking.taken : Taken.NO;
        } finally {
            if (taking.announced && taking.taken != Taken.YES) passOn();
        }
    }

    /** Takes it whatever happened to its last owner, whoever interrupts; for a lock that is held for a few stores. */
    void takeAnyway() {
        boolean interrupted = false;
        try {
            while (!takeFree()) {
                try {
                    if (take(Deadline.NEVER, true, () -> {}) == Taken.YES) break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private final class Taking implements WaitWord.Attempt {
        private final boolean inconsistentToo;
        private Taken taken = Taken.NO;
        private boolean announced;

        Taking(boolean inconsistentToo) {
            this.inconsistentToo = inconsistentToo;
        }

        @Override
        public boolean tryNow() {
            taken = tryTakeUnowned(inconsistentToo);
            return taken != Taken.NO;
        }

        /** L2. */
        @Override
        public long announce() {
            while (true) {
                taken = tryTake(inconsistentToo, announced ? WAITERS : 0);
                if (taken != Taken.NO) return WaitWord.DONE;
                long seen = Words.longVolatile(at, WORD_AT);
                if (owner(seen) == 0) continue;
                announced = true;
                if (flagged(seen, WAITERS)) return WaitWord.unsigned((int) (seen | WAITERS));
            }
        }
    }

    /** Says that somebody waits, and since when; false if the word is another by now. */
    private boolean flagged(long seen, long flags) {
        if ((seen & flags) != flags && !Words.longCompareAndSet(at, WORD_AT, seen, seen | flags)) return false;
        if ((seen & WAITERS) == 0) stamp();
        return true;
    }

    private void stamp() {
        Words.longRelease(at, SINCE_AT, Clock.monotonicNanos());
    }

    /** L3. Whoever has it by now: it may have come by, and have taken it without WAITERS. The woken one looks, and says that it waits. */
    private void passOn() {
        futex.wake(1);
    }

    /** Whether nobody has it, alive or dead. */
    boolean isFree() {
        return owner(Words.longVolatile(at, WORD_AT)) == 0;
    }

    /** What a try to take it would say; takes nothing. */
    Taken look() {
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (owner(now) == 0) return (now & INCONSISTENT) != 0 ? Taken.OWNER_DIED : Taken.YES;
            if (domain.isAlive(owner(now))) return Taken.NO;
            orphan(now);
        }
    }

    /** Waits until nobody has it, for a moment at least; false if the time is over. */
    boolean awaitFree(long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        return futex.await(new Freeing(), deadlineNanos, check);
    }

    private final class Freeing implements WaitWord.Attempt {
        @Override
        public boolean tryNow() {
            return isFree();
        }

        /** L2. */
        @Override
        public long announce() {
            while (true) {
                if (look() != Taken.NO) return WaitWord.DONE;
                long seen = Words.longVolatile(at, WORD_AT);
                if (owner(seen) == 0) continue;
                if (flagged(seen, WAITERS | READERS)) return WaitWord.unsigned((int) (seen | WAITERS | READERS));
            }
        }
    }

    /** Gives it back; inconsistent if it is. Does nothing to what is not this process's, as it is not after its end was told. */
    void give() {
        if (Words.longCompareAndSet(at, WORD_AT, mine, 0)) return; // nobody waits, and nothing is the matter
        while (true) {
            long now = Words.longVolatile(at, WORD_AT);
            if (owner(now) != owner(mine)) return;
            if ((now & WAITERS) != 0) Words.longRelease(at, SINCE_AT, 0); // of this hold
            if (!Words.longCompareAndSet(at, WORD_AT, now, now & INCONSISTENT)) continue; // somebody began to wait
            if ((now & WAITERS) != 0) futex.wake((now & (INCONSISTENT | READERS)) != 0 ? Integer.MAX_VALUE : 1);
            return;
        }
    }

    /** By who has taken it in steps: it has what the word guards. */
    void settle() {
        Words.longGetAndAnd(at, WORD_AT, ~PENDING);
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

    /**
     * Who has a lock, at a moment.
     *
     * @param half the process; 0 if nobody
     * @param thread the thread's number there
     */
    record Holder(int half, long thread) {}

    /** Who has the lock of a cell, for who only looks. */
    static Holder holder(Cell cell, long offset) {
        MemorySegment at = cell.part(offset, BYTES);
        int half = owner(Words.longVolatile(at, WORD_AT));
        return new Holder(half, Words.longAcquire(at, THREAD_AT));
    }

    /** In words, of a moment. */
    String describe() {
        long now = Words.longVolatile(at, WORD_AT);
        int owner = owner(now);
        String flags = ((now & INCONSISTENT) != 0 ? ", its last owner (process " + deadPid() + ") died" : "")
                + ((now & WAITERS) != 0 ? ", others wait" : "");
        if (owner == 0) return "free" + flags;
        long since = (now & WAITERS) != 0 ? Words.longAcquire(at, SINCE_AT) : 0;
        String time = since == 0 ? "" : ", for " + (Clock.monotonicNanos() - since) / 1_000_000 + " ms at least";
        return "held by process " + domain.pid(owner) + ", thread " + Words.longAcquire(at, THREAD_AT) + time + flags;
    }

    private static int owner(long word) {
        return (int) (word >>> 32);
    }
}
