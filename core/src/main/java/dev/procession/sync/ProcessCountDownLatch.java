package dev.procession.sync;

import dev.procession.internal.sync.SharedLatch;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A count that threads of several processes count down, once, and wait for until it is zero: {@link
 * java.util.concurrent.CountDownLatch} across processes.
 *
 * <pre>{@code
 * try (ProcessCountDownLatch done = ProcessCountDownLatch.create(2)) {
 *     ChildProcess.launch(() -> {
 *         load();
 *         done.countDown();
 *     });
 *     ChildProcess.launch(() -> {
 *         index();
 *         done.countDown();
 *     });
 *     done.await();
 * }
 * }</pre>
 *
 * <p><b>If a process dies</b> that waits, nobody is held up. A count belongs to nobody: a process that dies without counting down
 * leaves it as it is, and a wait without a time goes on. Where that matters use a {@link ProcessBarrier}, which knows its parties, or
 * wait for the process's own end.
 *
 * <p><b>{@code countDown()} never waits</b> and takes no lock: it may be called in a shutdown hook and by an interrupted thread.
 *
 * <p><b>Interruption and timeouts</b>: waits end with an {@code InterruptedException}; time is the kernel's monotonic clock, which nobody
 * can set. <b>Memory consistency</b>: what threads did before {@code countDown} is seen by whoever returns from {@code await}, in any
 * process, in memory that they share. <b>Virtual threads</b> wait without their carrier, each with a platform thread of the library's in
 * its place.
 *
 * <p><b>Travelling.</b> Lambdas and tasks capture it; in each process it is one object. Other serialisation refuses it. The memory
 * behind it, 512 bytes and nothing else, is freed when no process has it open any more. Keep it open until those who get it have it.
 *
 * <p><b>Cost</b>: to count down is a compare-and-set, the last time a system call too; to wait is two or three system calls.
 */
public sealed interface ProcessCountDownLatch extends AutoCloseable, Serializable permits SharedLatch {
    /**
     * Makes a latch.
     *
     * @param count how often it is to be counted down; with 0 nobody waits
     * @return the latch
     * @throws IllegalArgumentException if the count is negative
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessCountDownLatch create(int count) {
        return SharedLatch.create(count);
    }

    /** Counts down, and lets everybody through who waits if that makes zero; does nothing at zero. Interrupts do not matter. */
    void countDown();

    /**
     * Waits until the count is zero.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    void await() throws InterruptedException;

    /**
     * The same, for so long.
     *
     * @param timeout zero or less: looks once
     * @return whether the count is zero; false if the time is over
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * As {@link #await(Duration)}.
     *
     * @param timeout zero or less: looks once
     * @param unit of the time
     * @return whether the count is zero; false if the time is over
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    default boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return await(Duration.ofNanos(unit.toNanos(timeout)));
    }

    /**
     * How often it is still to be counted down.
     *
     * @return what was so a moment ago
     */
    long getCount();

    /** Ends this process's use: later calls are an {@code IllegalStateException}, which whoever waits here gets too. */
    @Override
    void close();
}
