package dev.procession.sync;

import dev.procession.internal.sync.ReentrantRobustLock;
import dev.procession.internal.sync.WriteLock;

/**
 * A {@link ProcessLock} that the thread which holds it may lock again; it is free when it has been unlocked as often.
 *
 * <pre>{@code
 * try (ReentrantProcessLock lock = ReentrantProcessLock.create()) {
 *     lock.lock();
 *     lock.lock();
 *     lock.unlock();
 *     lock.unlock();
 * }
 * }</pre>
 *
 * <p>Everything else is as with a {@link ProcessLock}: what happens if a process dies, interruption, timeouts, fairness, memory
 * consistency, travelling, and cost; to lock it again costs a look at a field.
 */
public sealed interface ReentrantProcessLock extends ProcessLock permits ReentrantRobustLock, WriteLock {
    /**
     * Makes a lock that nobody holds.
     *
     * @return the lock
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ReentrantProcessLock create() {
        return ReentrantRobustLock.create();
    }

    /**
     * How often the calling thread has locked it and not unlocked it.
     *
     * @return 0 if it does not hold it
     */
    int getHoldCount();

    /**
     * Whether the calling thread holds it.
     *
     * @return true if so
     */
    boolean isHeldByCurrentThread();
}
