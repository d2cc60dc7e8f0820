package dev.procession.internal.pool;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells listeners how tasks ended, after the dispatcher's lock is given back, and knows when all have been told. */
final class Telling {
    private static final long LONGEST_NANOS = 1_000_000_000;

    private final ReentrantLock lock;
    private final Condition allTold;
    private int threads;

    Telling(ReentrantLock lock) {
        this.lock = lock;
        this.allTold = lock.newCondition();
    }

    /** Gives the lock back, which the caller holds once, and tells. */
    void unlockAndTell(Endings ended) {
        if (ended.isEmpty()) {
            lock.unlock();
            return;
        }
        threads++;
        lock.unlock();
        try {
            ended.tell();
        } finally {
            lock.lock();
            try {
                if (--threads == 0) allTold.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until no thread is about to tell how a task ended; not for ever, since it may be stuck in a user's toString. */
    void await() {
        long restNanos = LONGEST_NANOS;
        lock.lock();
        try {
            while (threads > 0 && restNanos > 0) restNanos = allTold.awaitNanos(restNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
