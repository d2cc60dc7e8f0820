package dev.procession.kill;

import dev.procession.OwnerDiedException;
import dev.procession.sync.ProcessCondition;
import dev.procession.sync.ProcessLock;

/** A process that does everything with a condition for which another process waits, again and again, unless it is killed on the way. */
@SuppressWarnings("WaitNotInLoop") // it waits once, to have waited
final class ConditionVictim {
    private ConditionVictim() {}

    static void run(ProcessLock lock, ProcessCondition condition) throws InterruptedException {
        lock.lock();
        try {
            condition.awaitNanos(0); // a ticket behind the other's, which is given up
            condition.awaitNanos(1_000);
            condition.signalAll();
        } finally {
            lock.unlock();
        }
        awaitWaiting(condition, 1); // the other is back
        Thread[] waiters = new Thread[3];
        for (int i = 0; i < waiters.length; i++) {
            waiters[i] = Thread.ofPlatform().start(() -> await(lock, condition));
            awaitWaiting(condition, 2 + i);
        }
        signal(lock, condition, 1); // the other, which comes back behind all
        awaitWaiting(condition, 4);
        waiters[0].interrupt(); // gives up its ticket, the first
        awaitWaiting(condition, 3);
        signal(lock, condition, 1);
        signal(lock, condition, 9);
        for (Thread waiter : waiters) waiter.join();
        try (ProcessCondition own = lock.newCondition()) { // one that has not seen any death
            lock.lock();
            try {
                own.awaitNanos(0);
            } finally {
                lock.unlock();
            }
        }
    }

    private static void awaitWaiting(ProcessCondition condition, int count) throws InterruptedException {
        while (!condition.toString().contains("(" + count + " waiting")) Thread.sleep(1);
    }

    private static void signal(ProcessLock lock, ProcessCondition condition, int count) {
        lock.lock();
        try {
            condition.signal(count);
        } finally {
            lock.unlock();
        }
    }

    private static void await(ProcessLock lock, ProcessCondition condition) {
        try {
            lock.lock();
        } catch (OwnerDiedException e) {
            return;
        }
        try {
            condition.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
