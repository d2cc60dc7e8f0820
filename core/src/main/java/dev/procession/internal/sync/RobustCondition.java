package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.os.Clock;
import dev.procession.sync.ProcessCondition;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The condition of this process's threads on a {@link ConditionQueue}: who waits gives the lock back, and has it again when it comes
 * out, in whatever way.
 */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class RobustCondition extends SharedHandle implements ProcessCondition {
    private final RobustLock lock;
    private final ConditionQueue queue;

    private RobustCondition(Domain domain, Cell cell, RobustLock lock) {
        super(domain, cell);
        this.lock = lock;
        this.queue = new ConditionQueue(domain, cell);
    }

    static RobustCondition create(RobustLock lock) {
        return SharedHandles.create(CellKind.CONDITION, (domain, cell) -> new RobustCondition(domain, cell, lock));
    }

    static RobustCondition open(CellId id, RobustLock lock) {
        RobustCondition condition = SharedHandles.open(
                id,
                CellKind.CONDITION,
                RobustCondition.class,
                (domain, cell) -> new RobustCondition(domain, cell, lock));
        if (condition.isOf(lock)) return condition;
        throw new IllegalStateException(
                condition + " came again with its lock, which this process has closed; close the condition, too,"
                        + " before both can be used here again");
    }

    @SuppressWarnings("ReferenceEquality") // a lock is one object in a process
    private boolean isOf(RobustLock its) {
        return lock == its;
    }

    @Override
    public void await() throws InterruptedException {
        waitUntil(Deadline.NEVER, true);
    }

    @Override
    public void awaitUninterruptibly() {
        try {
            waitUntil(Deadline.NEVER, false);
        } catch (InterruptedException e) {
            throw new AssertionError(e); // it was told not to
        }
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long deadlineNanos = Deadline.after(nanos);
        waitUntil(deadlineNanos, true);
        return deadlineNanos == Deadline.NEVER ? nanos : deadlineNanos - Clock.monotonicNanos();
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return waitUntil(Deadline.after(unit.toNanos(time)), true);
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return waitUntil(Deadline.after(timeout), true);
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // Condition's
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        long millis = deadline.getTime() - System.currentTimeMillis();
        return waitUntil(Deadline.after(TimeUnit.MILLISECONDS.toNanos(millis)), true);
    }

    @Override
    public void waitFor(BooleanSupplier predicate) throws InterruptedException {
        lock.checkHeld("await()");
        while (!predicate.getAsBoolean()) waitUntil(Deadline.NEVER, true);
    }

    @Override
    public boolean waitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
        lock.checkHeld("await()");
        long deadlineNanos = Deadline.after(timeout);
        if (deadlineNanos == 0) return predicate.getAsBoolean();
        while (!predicate.getAsBoolean()) {
            if (!waitUntil(deadlineNanos, true)) return predicate.getAsBoolean();
        }
        return true;
    }

    /** Whatever happens, the lock is held again afterwards, as often as before. */
    private boolean waitUntil(long deadlineNanos, boolean interruptible) throws InterruptedException {
        lock.checkHeld("await()");
        lock.checkMayTake();
        if (interruptible && Thread.interrupted()) throw new InterruptedException();
        enter();
        try {
            ConditionQueue.Ticket ticket = queue.enter();
            RobustLock.Hold hold = lock.giveToWait();
            boolean interrupted = false;
            boolean letGo = false;
            boolean done = false;
            try {
                try {
                    interrupted = sleep(ticket, deadlineNanos, interruptible);
                } finally {
                    lock.takeBack(hold);
                }
                done = true;
            } finally {
                letGo = ticket.leave();
                if (!done && letGo) queue.signal(1); // it was for one who goes on
                if (!done && interrupted) Thread.currentThread().interrupt();
            }
            if (interrupted && (letGo || !interruptible || lock.isOrphanedSince(hold))) {
                Thread.currentThread().interrupt();
                interrupted = false;
            }
            lock.tellOfDeath(hold);
            if (interrupted) throw new InterruptedException();
            return letGo;
        } finally {
            leave();
        }
    }

    /** Returns whether the thread was interrupted meanwhile; if this throws, it is. */
    private boolean sleep(ConditionQueue.Ticket ticket, long deadlineNanos, boolean interruptible) {
        boolean interrupted = false;
        boolean done = false;
        try {
            while (!done) {
                try {
                    ticket.await(deadlineNanos, this::checkOpen);
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    done = interruptible;
                }
            }
            return interrupted;
        } finally {
            if (!done && interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public void signal() {
        signal(1);
    }

    @Override
    public void signal(int count) {
        if (count < 0) throw new IllegalArgumentException("count must not be negative; was " + count);
        lock.checkHeld("signal()");
        enter();
        try {
            queue.signal(count);
        } finally {
            leave();
        }
    }

    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    @Override
    Object form() {
        return new ConditionForm(name(), lock);
    }

    @Override
    public String toString() {
        return "condition " + name() + " of " + lock + " (" + described(() -> queue.waiting() + " waiting") + ")";
    }
}
