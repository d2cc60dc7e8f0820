package dev.procession.internal.sync;

import dev.procession.OwnerDiedException;
import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.os.Clock;
import dev.procession.sync.ProcessLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** The lock of this process's threads on a {@link LockWord}: who of them holds it, how long they wait, what they are told. */
public sealed class RobustLock extends SharedHandle implements ProcessLock permits ReentrantRobustLock {
    private final LockWord word;
    private final boolean reentrant;
    private volatile @Nullable Thread holder;
    private int holds; // the holder's
    private long takes; // the holder's

    RobustLock(Domain domain, Cell cell, boolean reentrant) {
        super(domain, cell);
        this.word = new LockWord(domain, cell);
        this.reentrant = reentrant;
    }

    private static RobustLock make(Domain domain, Cell cell) {
        return new RobustLock(domain, cell, false);
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
        takeAnyway(false);
    }

    @Override
    public final void lockInterruptibly() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        take(Long.MAX_VALUE, false);
    }

    @Override
    public final boolean tryLock() {
        if (isHeldHere()) return reentrant && again();
        return taking(() -> word.tryTake(false));
    }

    @Override
    public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        return take(deadline(unit.toNanos(time)), false);
    }

    @Override
    public final Grant acquire() {
        takeAnyway(true);
        return new Held();
    }

    @Override
    public final Optional<Grant> tryAcquire(Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        return take(deadline(nanos(timeout)), true) ? Optional.of(new Held()) : Optional.empty();
    }

    @Override
    public final void recover() {
        takeAnyway(true);
        word.makeConsistent();
    }

    /** Whoever interrupts; the thread is interrupted afterwards, also if this throws. */
    private void takeAnyway(boolean inconsistentToo) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    take(Long.MAX_VALUE, inconsistentToo);
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
        holder = null;
        use().pin(null);
        word.give();
        leave();
    }

    @Override
    public final Condition newCondition() {
        throw new UnsupportedOperationException("conditions of a ProcessLock are not there yet");
    }

    private boolean take(long deadlineNanos, boolean inconsistentToo) throws InterruptedException {
        if (isHeldHere()) return again();
        return taking(() -> {
            LockWord.Taken taken = word.tryTake(inconsistentToo);
            return taken == LockWord.Taken.NO ? word.take(deadlineNanos, inconsistentToo, this::checkOpen) : taken;
        });
    }

    /** Who takes it stays inside until it unlocks. */
    private <E extends Exception> boolean taking(Attempt<E> attempt) throws E {
        enter();
        boolean taken = false;
        try {
            switch (attempt.run()) {
                case YES -> {
                    taken = true;
                    own();
                }
                case NO -> {}
                case OWNER_DIED -> throw new OwnerDiedException(toString(), word.deadPid());
            }
            return taken;
        } finally {
            if (!taken) leave();
        }
    }

    private void own() {
        Thread self = Thread.currentThread();
        holder = self;
        holds = 1;
        takes++;
        use().pin(this);
        word.nameHolder(self.threadId());
    }

    private void checkOpen() {
        if (isClosed())
            throw new IllegalStateException(this + " was closed by this process while this thread waited for it");
    }

    private interface Attempt<E extends Exception> {
        LockWord.Taken run() throws E;
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

    @SuppressWarnings("ReferenceEquality") // a thread is itself, whatever its class makes of equality
    final boolean isHeldHere() {
        return holder == Thread.currentThread();
    }

    final int holds() {
        return isHeldHere() ? holds : 0;
    }

    private void checkHeld(String call) {
        if (isHeldHere()) return;
        throw new IllegalMonitorStateException(
                call + " of " + this + ": this thread does not hold it. Only who locked it may");
    }

    @Override
    public final boolean tryLock(Duration timeout) throws InterruptedException {
        return tryLock(nanos(timeout), TimeUnit.NANOSECONDS);
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    @Override
    final void wakeSleepers() {
        word.wakeAll();
    }

    private static long deadline(long nanos) {
        if (nanos <= 0) return 0;
        long now = Clock.monotonicNanos();
        return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    }

    @Override
    Object form() {
        return new LockForm(cell().id().text(), reentrant);
    }

    @Override
    public final String toString() {
        return "lock " + cell().id().text() + " (" + (use().enter() ? described() : "closed") + ")";
    }

    private String described() {
        try {
            return word.describe();
        } finally {
            leave();
        }
    }

    private final class Held implements Grant {
        private final long take = takes;
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
            if (take != takes)
                throw new IllegalMonitorStateException(call + " of " + RobustLock.this + ": it was unlocked since");
        }
    }
}
