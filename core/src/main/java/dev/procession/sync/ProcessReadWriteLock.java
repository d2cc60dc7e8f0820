package dev.procession.sync;

import dev.procession.internal.sync.RobustReadWriteLock;
import java.io.Serializable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * A lock that many processes may hold together to read, or one thread of one process alone to write.
 *
 * <pre>{@code
 * try (ProcessReadWriteLock table = ProcessReadWriteLock.create()) {
 *     ChildProcess.launch(() -> {
 *         table.readLock().lock();
 *         try {
 *             look();
 *         } finally {
 *             table.readLock().unlock();
 *         }
 *     });
 *     table.writeLock().lock();
 *     try {
 *         change();
 *     } finally {
 *         table.writeLock().unlock();
 *     }
 * }
 * }</pre>
 *
 * <p>Both locks are reentrant. Who writes may read as well, and go on to read after it has given back the write lock; who reads cannot
 * go on to write, which would wait for itself: that is an {@code IllegalMonitorStateException}. Only the thread that locked may unlock.
 *
 * <p><b>If a process dies</b> that reads, its reads are over. If it dies as it writes, everybody who reads or writes next gets {@link
 * dev.procession.OwnerDiedException}, and does not hold the lock, until somebody {@linkplain ProcessLock#recover recovers} the write
 * lock. One that dies as it waits to write harms nobody.
 *
 * <p><b>Interruption, timeouts, virtual threads, travelling</b> as with a {@link ProcessLock}; the two locks may be captured by
 * themselves. <b>Fairness</b>: a writer that waits keeps new readers out, so readers cannot starve it; writers that come one after the
 * other may starve readers. A {@code tryLock} to read and one to write at the same
 * moment may both fail, each for the other. <b>Memory consistency</b>: who reads or writes sees what was done before each earlier unlock of the write
 * lock; who writes also comes after what was done before each unlock of the read lock.
 *
 * <p><b>Cost</b>: two atomic operations to read, on a word of the process's own, so that readers of several processes do not get in each
 * other's way; who writes looks at a word of each process that has ever read. It takes 8.5 KiB of shared memory.
 */
public sealed interface ProcessReadWriteLock extends ReadWriteLock, AutoCloseable, Serializable
        permits RobustReadWriteLock {
    /**
     * Makes a lock that nobody holds.
     *
     * @return the lock
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessReadWriteLock create() {
        return RobustReadWriteLock.create();
    }

    /**
     * The lock to read. It has no conditions.
     *
     * @return the same at each call
     */
    @Override
    Lock readLock();

    /**
     * The lock to write.
     *
     * @return the same at each call
     */
    @Override
    ReentrantProcessLock writeLock();

    /**
     * How often the calling thread has locked it to read and not unlocked it.
     *
     * @return 0 if it does not read
     */
    int getReadHoldCount();

    /** Ends this process's use, of both locks, as {@link ProcessLock#close} does. */
    @Override
    void close();
}
