package dev.procession.internal.process;

import dev.procession.internal.channel.Outgoing;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one way into a child's ring to its parent: its main thread sends what became of the task, and any thread a log record.
 *
 * <p><b>Invariants.</b> I1. Who writes to the ring holds {@link #writing}. I2. Only the sender of a task's outcome waits while it
 * holds it, for room, on the child's bell, which is one thread's. I3. Everybody else takes it only if it is free, and never
 * parks with it: a virtual thread that lost its carrier then would hold up the task's outcome.
 */
final class ChildSender {
    private static final long LOOK_NANOS = 200_000;

    private final ChildLink link;
    private final ReentrantLock writing = new ReentrantLock();

    ChildSender(ChildLink link) {
        this.link = link;
    }

    /** Sends to its end, whoever interrupts: half a message is no use. Returns also if the parent has died. */
    void send(Outgoing message) {
        boolean interrupted = false;
        writing.lock();
        try {
            while (true) {
                try {
                    link.duplex().send(message, link.parent());
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            writing.unlock();
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /**
     * Sends a message that fits into one frame, unless there is no room for so long.
     *
     * @return whether it was sent, whole; else nothing was
     */
    boolean offer(Outgoing message, long patienceNanos) {
        long endNanos = System.nanoTime() + patienceNanos;
        boolean interrupted = false;
        try {
            while (!offerNow(message)) {
                if (System.nanoTime() - endNanos >= 0) return false;
                interrupted |= Thread.interrupted(); // else it would not sleep
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
            return true;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private boolean offerNow(Outgoing message) {
        if (!writing.tryLock()) return false;
        try {
            return link.duplex().writer().advance(message); // all of a short message, or nothing
        } finally {
            writing.unlock();
        }
    }

    /** Takes a lock within so long, whoever interrupts. */
    static boolean tryLock(ReentrantLock lock, long patienceNanos) {
        long endNanos = System.nanoTime() + patienceNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
