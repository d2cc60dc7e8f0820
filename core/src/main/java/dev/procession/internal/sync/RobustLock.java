package dev.procession.internal.sync;

import dev.procession.LockTimeoutException;
import dev.procession.OwnerDiedException;
import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.sync.ProcessCondition;
import dev.procession.sync.ProcessLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The lock of this process's threads on a {@link LockWord}: who of them holds it, how long they wait, what they are told. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public sealed class RobustLock extends SharedHandle implements ProcessLock permits ReentrantRobustLock, WriteLock {
    private static final long RETRY_NANOS = 1_000_000;

    private final Domain domain;
    private final LockWord word;
    private final boolean reentrant;
    private final boolean inSteps;
    private final SharedType type;
    private long
            holder; // its number, or 0; a thread looks only whether it is itself, and it alone writes and clears that
    private int holds; // the holder's
    private long takes; // the holder's
    private long hold; // the holder's: the take that its hold began with, before all waits for conditions
    private boolean recorded; // the holder's

    RobustLock(Domain domain, Cell cell, SharedType type) {
        super(domain, cell);
        this.domain = domain;
        this.word = new LockWord(domain, cell, 0, false);
        this.type = type;
        this.reentrant = type != SharedType.LOCK;
        this.inSteps = false;
    }

    /** A part of something. */
    RobustLock(SharedHandle whole, Domain domain, LockWord word, SharedType type) {
        super(whole);
        this.domain = domain;
        this.word = word;
        this.type = type;
        this.reentrant = true;
        this.inSteps = type == SharedType.WRITE_LOCK;
    }

    private static RobustLock make(Domain domain, Cell cell) {
        return new RobustLock(domain, cell, SharedType.LOCK);
    }

    /** Makes one that nobody holds. */
    public static RobustLock create() {
        return SharedHandles.create(CellKind.LOCK, RobustLock::make);
    }

    static RobustLock open(CellId id) {
        return SharedHandles.open(id, CellKind.LOCK, RobustLock.class, RobustLock::make);
    }

    @Override
    public final void lock() {
        if (!takeFree()) takeAnyway(false);
    }

    @Override
    public final void lockInterruptibly() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        take(Deadline.NEVER, false);
    }

    @Override
    public final boolean tryLock() {
        if (isHeldHere()) return reentrant && again();
        try {
            return take(0, false);
        } catch (InterruptedException e) {
            throw new AssertionError(e); // it does not wait
        }
    }

    @Override
    public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        return take(Deadline.after(unit.toNanos(time)), false);
    }

    @Override
    public final void lock(Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        if (isHeldHere()) {
            again();
            return;
        }
        if (!take(Deadline.after(timeout), false, true)) throw new LockTimeoutException(toString(), null);
    }

    @Override
    public final Grant acquire() {
        takeAnyway(true);
        return new Held();
    }

    @Override
    public final Optional<Grant> tryAcquire(Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        return take(Deadline.after(timeout), true) ? Optional.of(new Held()) : Optional.empty();
    }

    @Override
    public final void recover() {
        if (!isHeldHere()) takeAnyway(true);
        word.makeConsistent();
    }

    /** Whoever interrupts; the thread is interrupted afterwards, also if this throws. */
    private void takeAnyway(boolean inconsistentToo) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    take(Deadline.NEVER, inconsistentToo);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public final void unlock() {
        checkHeld("unlock()");
        if (--holds > 0) return;
        giveAll();
        use().pin(null);
        word.give();
        leave();
    }

    @Override
    public final ProcessCondition newCondition() {
        return RobustCondition.create(this);
    }

    /**
     * What a thread had that waits for a condition.
     *
     * @param holds how often it had locked it
     * @param number which hold it was
     * @param inconsistent whether it knew that what the lock guards may be half changed
     */
    record Hold(int holds, long number, boolean inconsistent) {}

    /** Gives back all holds of this thread, which stays inside, and {@link #takeBack takes them back}. */
    final Hold giveToWait() {
        var given = new Hold(holds, hold, word.isInconsistent());
        giveAll();
        word.give();
        return given;
    }

    private void giveAll() {
        holder = 0;
        if (!recorded) return;
        recorded = false;
        HeldLocks.given(this);
    }

    /** Whatever happened to the owner meanwhile, whoever interrupts, and if it was closed; what failed is thrown with the lock held. */
    final void takeBack(Hold given) {
        boolean interrupted = false;
        Error failure = null;
        while (true) {
            try {
                takeInside(Deadline.NEVER, true, false, () -> {});
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (Error e) { // no memory, or no thread to sleep in: it must have the lock all the same
                failure = e;
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
        own();
        holds = given.holds();
        hold = given.number();
        if (interrupted) Thread.currentThread().interrupt();
        if (failure != null) throw failure;
    }

    /** Whether an owner died with it since this thread gave it to wait; by who holds it again. */
    final boolean isOrphanedSince(Hold given) {
        return word.isInconsistent() && !given.inconsistent();
    }

    /** Throws if so. */
    final void tellOfDeath(Hold given) {
        if (isOrphanedSince(given)) throw new OwnerDiedException(toString(), word.deadPid());
    }

    /** The common case: nobody has it, and nothing is the matter with it. */
    private boolean takeFree() {
        if (isHeldHere()) return again();
        if (inSteps) return false;
        enter();
        if (word.takeFree()) {
            word.nameHolder(Thread.currentThread().threadId());
            own();
            return true;
        }
        leave();
        return false;
    }

    private boolean take(long deadlineNanos, boolean inconsistentToo) throws InterruptedException {
        return take(deadlineNanos, inconsistentToo, false);
    }

    /** If it insists, a wait that was in vain is an exception, which tells of a deadlock. */
    private boolean take(long deadlineNanos, boolean inconsistentToo, boolean insists) throws InterruptedException {
        if (isHeldHere()) return again();
        checkMayTake();
        enter();
        boolean taken = false;
        try {
            taken = takeInside(deadlineNanos, inconsistentToo, insists, this::checkOpen);
            if (taken) own();
            return taken;
        } finally {
            if (!taken) leave(); // who has it stays inside until it unlocks
        }
    }

    /** Takes the word, and what it guards; false if the time is over. */
    private boolean takeInside(long deadlineNanos, boolean inconsistentToo, boolean insists, WaitWord.Check check)
            throws InterruptedException {
        LockWord.Taken taken =
                deadlineNanos == 0 ? word.tryTake(inconsistentToo) : word.tryTakeUnowned(inconsistentToo);
        if (taken == LockWord.Taken.NO && deadlineNanos != 0)
            taken = await(deadlineNanos, inconsistentToo, insists, check);
        if (taken == LockWord.Taken.OWNER_DIED) throw new OwnerDiedException(toString(), word.deadPid());
        if (taken == LockWord.Taken.NO) return false;
        word.nameHolder(Thread.currentThread().threadId()); // before it waits for others: it has the word
        boolean settled = false;
        try {
            settled = settle(deadlineNanos, check);
        } finally {
            if (!settled) word.give();
        }
        return settled;
    }

    private LockWord.Taken await(long deadlineNanos, boolean inconsistentToo, boolean insists, WaitWord.Check check)
            throws InterruptedException {
        try (var wait = new LockWait(domain, this, check)) {
            LockWord.Taken taken = word.take(deadlineNanos, inconsistentToo, wait);
            if (taken == LockWord.Taken.NO && insists) throw new LockTimeoutException(toString(), wait.deadlock());
            return taken;
        }
    }

    /** For who does not hold it; throws if it would wait for itself. */
    void checkMayTake() {}

    /** For a word that is taken in steps: waits until this process has what it guards; false if the time is over. */
    boolean settle(long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        return true;
    }

    private void own() {
        holder = Thread.currentThread().threadId();
        holds = 1;
        hold = ++takes;
        use().pin(this);
        if (domain.isWatched()) {
            recorded = true;
            HeldLocks.taken(this);
        }
    }

    /** The holder locks once more. */
    private boolean again() {
        if (!reentrant) {
            throw new IllegalMonitorStateException(
                    this + " is held by this very thread, which would wait for itself; it is not reentrant");
        }
        if (holds == Integer.MAX_VALUE)
            throw new IllegalMonitorStateException(this + " is locked too often by this thread");
        holds++;
        return true;
    }

    final boolean isHeldHere() {
        return holder == Thread.currentThread().threadId();
    }

    final int holds() {
        return isHeldHere() ? holds : 0;
    }

    final void checkHeld(String call) {
        if (isHeldHere()) return;
        throw new IllegalMonitorStateException(
                call + " of " + this + ": this thread does not hold it. Lock it first; only who holds it may do that");
    }

    @Override
    public final boolean tryLock(Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        return take(Deadline.after(timeout), false);
    }

    /** Where its word is in its cell. */
    final long wordAt() {
        return word.offset();
    }

    @Override
    final Object form() {
        return new SharedForm(type, name());
    }

    @Override
    public final String toString() {
        return "lock " + name() + " (" + described(word::describe) + ")";
    }

    private final class Held implements Grant {
        private final long take = hold;
        private final Optional<OwnerDiedException> died = word.isInconsistent()
                ? Optional.of(new OwnerDiedException(RobustLock.this.toString(), word.deadPid()))
                : Optional.empty();
        private boolean closed;

        @Override
        public Optional<OwnerDiedException> ownerDied() {
            return died;
        }

        @Override
        public void recovered() {
            check("recovered()");
            word.makeConsistent();
        }

        @Override
        public void close() {
            if (closed) return;
            check("close() of a grant");
            unlock();
            closed = true;
        }

        private void check(String call) {
            checkHeld(call);
            if (take != hold)
                throw new IllegalMonitorStateException(call + " of " + RobustLock.this + ": it was unlocked since");
        }
    }
}
