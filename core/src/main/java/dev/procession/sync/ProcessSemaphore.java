package dev.procession.sync;

import dev.procession.internal.sync.CountingSemaphore;
import dev.procession.internal.sync.HeldSemaphore;
import dev.procession.internal.sync.SharedSemaphore;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits that threads of several processes share, with the methods of {@link java.util.concurrent.Semaphore}.
 *
 * <pre>{@code
 * try (ProcessSemaphore seats = ProcessSemaphore.held(3)) {
 *     RemoteTask work = () -> {
 *         seats.acquire();
 *         try {
 *             convert(file);
 *         } finally {
 *             seats.release();
 *         }
 *     };
 *     try (var one = ChildProcess.launch(work); var two = ChildProcess.launch(work)) {
 *         one.join();
 *         two.join();
 *     }
 * }
 * }</pre>
 *
 * <p><b>Kinds.</b> Permits of a <i>counting</i> semaphore ({@link #create}, {@link #bounded}) are a number and nothing else: any
 * process may release, as a signal to others. Permits of a <i>held</i> one ({@link #held}, {@link #heldBounded}) belong to the process
 * that acquired them, whichever of its threads did. Each has a bounded form, which refuses a release that has no acquire.
 *
 * <p><b>If a process dies</b>, by SIGKILL or in order, the permits that it held of a held semaphore return, and those who wait get them
 * within milliseconds of the death being seen; nobody is told, since permits say nothing of what they guard. Of a counting semaphore
 * nothing returns: what it acquired stays acquired until somebody releases it. A process that dies while it waits takes no permit and no
 * wake-up with it. Nothing is ever taken from a process that lives. One that is stopped, not
 * killed, in the few stores of a call on a held semaphore holds up all others, their times too, until it goes on.
 *
 * <p><b>Interruption and timeouts</b> as in {@code java.util.concurrent.Semaphore}; time is the kernel's monotonic clock, which nobody can set.
 * <b>Fairness</b>: none; a thread that comes by may overtake those asleep, and who wants many permits may wait long while others want
 * few. <b>Memory consistency</b>: what a thread did before {@code release} is seen by whoever acquires after it, in any process, in
 * memory that they share. <b>Virtual threads</b> wait without their carrier, each with a platform thread of the library's in its place.
 *
 * <p><b>Travelling.</b> Lambdas and tasks capture it; in each process it is one object. Other serialisation refuses it. The memory
 * behind it (512 bytes; 9 KB if held) and nothing else is freed when no process has it open any more, as a {@link ProcessLock}'s is. A
 * process that holds permits of a held one has it open until it has released them. Keep it open until those who get it have it.
 *
 * <p><b>Cost</b>: a compare-and-set to acquire and one to release, if nobody waits; of a held one a short lock around each. Who has to
 * wait, or wakes others, adds a system call or two.
 *
 * <p>Every method throws {@code IllegalArgumentException} for a negative number of permits, and {@code IllegalStateException} after
 * {@link #close}.
 */
public sealed interface ProcessSemaphore extends AutoCloseable, Serializable permits SharedSemaphore {
    /**
     * Makes a counting semaphore. Releases may raise its permits above the number given here.
     *
     * @param permits how many there are at first; zero or more
     * @return the semaphore
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessSemaphore create(int permits) {
        return CountingSemaphore.create(permits, false);
    }

    /**
     * Makes a counting semaphore whose available permits never exceed the number given here: a release above it is an {@code
     * IllegalStateException}.
     *
     * @param permits how many there are at first and at most; zero or more
     * @return the semaphore
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessSemaphore bounded(int permits) {
        return CountingSemaphore.create(permits, true);
    }

    /**
     * Makes a semaphore whose permits belong to the process that acquired them, and return when it dies. What a process releases
     * beyond those that it holds is added to the permits, as {@code java.util.concurrent.Semaphore} does.
     *
     * @param permits how many there are at first; zero or more
     * @return the semaphore
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessSemaphore held(int permits) {
        return HeldSemaphore.create(permits, false);
    }

    /**
     * Makes a semaphore whose permits belong to the process that acquired them, and return when it dies. Releasing more than this
     * process holds is an {@code IllegalStateException}.
     *
     * @param permits how many there are; zero or more
     * @return the semaphore
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessSemaphore heldBounded(int permits) {
        return HeldSemaphore.create(permits, true);
    }

    /**
     * Acquires a permit, and waits until there is one.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    default void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Acquires so many permits at once, and waits until there are so many.
     *
     * @param permits how many; zero or more
     * @throws InterruptedException if the thread is interrupted
     */
    void acquire(int permits) throws InterruptedException;

    /** Acquires a permit, and waits until there is one; an interrupt does not end the wait, and is not lost. */
    default void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Acquires so many permits at once, and waits until there are so many; an interrupt does not end the wait, and is not lost.
     *
     * @param permits how many; zero or more
     */
    void acquireUninterruptibly(int permits);

    /**
     * Acquires a permit if there is one now.
     *
     * @return whether it did
     */
    default boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Acquires so many permits if there are so many now.
     *
     * @param permits how many; zero or more
     * @return whether it did
     */
    boolean tryAcquire(int permits);

    /**
     * Acquires a permit, and waits so long until there is one.
     *
     * @param timeout zero or less: tries once
     * @return whether it did
     * @throws InterruptedException if the thread is interrupted
     */
    default boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, timeout);
    }

    /**
     * Acquires so many permits at once, and waits so long until there are so many.
     *
     * @param permits how many; zero or more
     * @param timeout zero or less: tries once
     * @return whether it did
     * @throws InterruptedException if the thread is interrupted
     */
    boolean tryAcquire(int permits, Duration timeout) throws InterruptedException;

    /**
     * As {@link #tryAcquire(Duration)}.
     *
     * @param timeout zero or less: tries once
     * @param unit of the time
     * @return whether it did
     * @throws InterruptedException if the thread is interrupted
     */
    default boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    /**
     * As {@link #tryAcquire(int, Duration)}.
     *
     * @param permits how many; zero or more
     * @param timeout zero or less: tries once
     * @param unit of the time
     * @return whether it did
     * @throws InterruptedException if the thread is interrupted
     */
    default boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(permits, Duration.ofNanos(unit.toNanos(timeout)));
    }

    /**
     * Returns a permit.
     *
     * @throws IllegalStateException as {@link #release(int)} does
     */
    default void release() {
        release(1);
    }

    /**
     * Returns so many permits, and wakes who waits for them.
     *
     * @param permits how many; zero or more
     * @throws IllegalStateException if it is bounded and this is too much, or if there would be more than {@link Integer#MAX_VALUE};
     *     nothing is released then
     */
    void release(int permits);

    /**
     * How many permits could be acquired now; those of the dead count.
     *
     * @return the number, of a moment
     */
    int availablePermits();

    /**
     * Acquires all permits that there are now.
     *
     * @return how many
     */
    int drainPermits();

    /**
     * Ends this process's use: later calls are an {@code IllegalStateException}, which whoever waits here gets too. A process that
     * holds permits of a held semaphore may release them all the same.
     */
    @Override
    void close();
}
