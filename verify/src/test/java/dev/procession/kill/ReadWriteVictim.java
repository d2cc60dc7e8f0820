package dev.procession.kill;

import dev.procession.sync.ProcessReadWriteLock;

/** A process that reads and writes while others do, unless it is killed on the way. */
final class ReadWriteVictim {
    private static final int ROUNDS = 400;

    private ReadWriteVictim() {}

    @SuppressWarnings("LockNotBeforeTry") // between the two it is to die
    static void run(ProcessReadWriteLock lock) throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            lock.readLock().lock();
            Thread.sleep(0, 100_000); // so that a writer comes to wait
            lock.readLock().unlock();
            if (i < ROUNDS / 4 || i % 4 != 0) continue; // a reader comes to wait before a writer does
            lock.writeLock().lock();
            lock.writeLock().unlock();
        }
    }
}
