package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.sync.ProcessSemaphore;
import java.time.Duration;

/** What both kinds of semaphores make of a call: what is refused, how interrupts count, and that the cell is used meanwhile. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public abstract sealed class SharedSemaphore extends SharedHandle implements ProcessSemaphore
        permits CountingSemaphore, HeldSemaphore {
    /** How a release ended. */
    enum Given {
        YES,
        /** There would be more permits than a number can say. */
        OVERFLOW,
        /** There would be more than a bounded semaphore has. */
        ABOVE_BOUND,
        /** A bounded semaphore's process does not hold so many. */
        NOT_HELD
    }

    SharedSemaphore(Domain domain, Cell cell) {
        super(domain, cell);
    }

    /** Takes so many if they are there; the caller is inside. */
    abstract boolean take(int permits);

    /** Waits for so many; the caller is inside. */
    abstract boolean take(int permits, long deadlineNanos) throws InterruptedException;

    /** Returns so many, and wakes; comes in by itself. */
    abstract Given give(int permits);

    /** How many are there; the caller is inside. */
    abstract int available();

    /** Takes all that are there; the caller is inside. */
    abstract int takeAll();

    /** What it is and how it stands, in words; the caller is inside. */
    abstract String describe();

    @Override
    public final void acquire(int permits) throws InterruptedException {
        check(permits);
        if (Thread.interrupted()) throw new InterruptedException();
        await(permits, Deadline.NEVER);
    }

    @Override
    public final void acquireUninterruptibly(int permits) {
        check(permits);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    await(permits, Deadline.NEVER);
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
    public final boolean tryAcquire(int permits) {
        check(permits);
        enter();
        try {
            return take(permits);
        } finally {
            leave();
        }
    }

    @Override
    public final boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
        check(permits);
        if (Thread.interrupted()) throw new InterruptedException();
        return await(permits, Deadline.after(timeout));
    }

    private boolean await(int permits, long deadlineNanos) throws InterruptedException {
        enter();
        try {
            return take(permits) || take(permits, deadlineNanos);
        } finally {
            leave();
        }
    }

    @Override
    public final void release(int permits) {
        check(permits);
        switch (give(permits)) {
            case YES -> {}
            case OVERFLOW -> throw refused(permits, "it would have more than " + Integer.MAX_VALUE);
            case ABOVE_BOUND -> throw refused(permits, "it is bounded, and would have more than at first");
            case NOT_HELD -> throw refused(permits, "it is bounded, and this process does not hold so many");
        }
    }

    private IllegalStateException refused(int permits, String why) {
        return new IllegalStateException("release of " + (permits == 1 ? "a permit" : permits + " permits") + " to "
                + this + ": " + why + ". Nothing was released; release what was acquired, once");
    }

    @Override
    public final int availablePermits() {
        enter();
        try {
            return available();
        } finally {
            leave();
        }
    }

    @Override
    public final int drainPermits() {
        enter();
        try {
            return takeAll();
        } finally {
            leave();
        }
    }

    static int check(int permits) {
        if (permits >= 0) return permits;
        throw new IllegalArgumentException("a number of permits is zero or more; was " + permits);
    }

    @Override
    public final String toString() {
        return "semaphore " + name() + " (" + described(this::describe) + ")";
    }
}
