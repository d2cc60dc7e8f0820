package dev.procession.sync;

import dev.procession.OwnerDiedException;
import dev.procession.internal.sync.RobustLock;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * A lock that threads of several processes share, and that survives the death of any of them.
 *
 * <pre>{@code
 * try (ProcessLock lock = ProcessLock.create()) {
 *     ChildProcess.launch(() -> {
 *         lock.lock();
 *         try {
 *             append(file);
 *         } finally {
 *             lock.unlock();
 *         }
 *     }).join();
 * }
 * }</pre>
 *
 * <p><b>Owner.</b> One thread of one process holds it. Another's {@link #unlock} is an {@code IllegalMonitorStateException}; so is
 * {@code lock} by the thread that holds it, which would wait for ever, with a time or without. {@link ReentrantProcessLock} allows it.
 *
 * <p><b>If a process dies</b> while it holds the lock, {@code lock}, {@code tryLock} and {@code lockInterruptibly} throw {@link
 * OwnerDiedException} and do not hold the lock, in every process, those asleep too, within milliseconds of the death being seen: so
 * lock-then-try stays right. {@link #recover} takes the lock all the same and declares what it guards to be whole; {@link #acquire}
 * takes it and tells. A process that dies while it waits harms nobody. Nothing is ever taken from a process that lives.
 *
 * <p><b>Interruption and timeouts</b> as in {@link Lock}; time is the kernel's monotonic clock, which nobody can set. <b>Fairness</b>:
 * none; a thread that comes by may overtake those asleep. <b>Memory consistency</b>: what a thread did before {@code unlock} is seen by
 * whoever locks after it, in any process, in memory that they share. <b>Virtual threads</b> wait without their carrier, each with a
 * platform thread of the library's in its place.
 *
 * <p><b>Travelling.</b> Lambdas and tasks capture it; in each process it is one object. Other serialisation refuses it. The memory
 * behind it, 512 bytes and nothing else, is freed when no process has it open any more: {@link #close} ends this process's use, as does
 * its end, and, sooner or later, that nobody can reach the object any more; what a whole program leaves is swept by the next. Keep it open until those who get it have it.
 *
 * <p><b>Cost</b>: a compare-and-set to lock and one to unlock, if nobody is in the way; else a system call or two.
 */
public sealed interface ProcessLock extends Lock, AutoCloseable, Serializable permits RobustLock, ReentrantProcessLock {
    /**
     * Makes a lock that nobody holds.
     *
     * @return the lock
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessLock create() {
        return RobustLock.create();
    }

    /**
     * Takes the lock; waits as long as it takes. Interrupts do not matter.
     *
     * @throws OwnerDiedException if its last owner died with it; it is not held then
     * @throws IllegalMonitorStateException if this thread holds it, and it is not reentrant
     */
    @Override
    void lock();

    /**
     * The same, unless the thread is interrupted.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws OwnerDiedException if its last owner died with it; it is not held then
     */
    @Override
    void lockInterruptibly() throws InterruptedException;

    /**
     * Takes the lock if nobody holds it.
     *
     * @return whether it is held
     * @throws OwnerDiedException if its last owner died with it; it is not held then
     */
    @Override
    boolean tryLock();

    /**
     * Tries for so long.
     *
     * @param timeout zero or less: once
     * @return whether it is held
     * @throws InterruptedException if the thread is interrupted
     * @throws OwnerDiedException see above
     */
    boolean tryLock(Duration timeout) throws InterruptedException;

    /**
     * Takes the lock within a time, or says who holds it. While a {@link DeadlockWatch} is on, the exception tells of the deadlock that
     * this thread was part of.
     *
     * @param timeout zero or less: one try
     * @throws InterruptedException if the thread is interrupted
     * @throws OwnerDiedException see above
     * @throws dev.procession.LockTimeoutException if it could not be taken in time
     */
    void lock(Duration timeout) throws InterruptedException;

    /**
     * Takes the lock whatever happened to its last owner, and tells. Waits as long as a living process holds it; interrupts do not
     * matter.
     *
     * @return what is held, to be closed by this thread
     */
    Grant acquire();

    /**
     * The same, for so long.
     *
     * @param timeout zero or less: once
     * @return what is held, or empty after that time
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<Grant> tryAcquire(Duration timeout) throws InterruptedException;

    /**
     * Takes the lock whatever happened to its last owner, unless this thread holds it already, and declares what it guards to be whole:
     * after the {@code unlock} others lock it as ever. If this process dies before, its death is told instead.
     */
    void recover();

    /**
     * Makes a condition of this lock, which may be used wherever the lock is.
     *
     * @return the condition
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    @Override
    ProcessCondition newCondition();

    /**
     * Ends this process's use: later calls are an {@code IllegalStateException}, which whoever waits here gets too. A thread that
     * holds it may go on, and unlock.
     */
    @Override
    void close();

    /** A lock that is held, until this is closed. */
    interface Grant extends AutoCloseable {
        /**
         * Whether the lock's last owner died with it. As long as nobody has called {@link #recovered}, it stays so for the next ones.
         *
         * @return the exception that {@code lock} would have thrown
         */
        Optional<OwnerDiedException> ownerDied();

        /** Declares what the lock guards to be whole. */
        void recovered();

        /** Unlocks. */
        @Override
        void close();
    }
}
