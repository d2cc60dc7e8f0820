package dev.procession.sync;

import dev.procession.internal.sync.SharedEvent;
import java.io.Serializable;
import java.time.Duration;

/**
 * A flag that threads of several processes wait for: one sets it, and everybody goes on.
 *
 * <pre>{@code
 * try (ProcessEvent ready = ProcessEvent.create()) {
 *     ChildProcess.launch(() -> {
 *         prepare();
 *         ready.set();
 *     });
 *     ready.await();
 * }
 * }</pre>
 *
 * <p><b>Pulse.</b> {@link #set} followed by {@link #clear} at once lets everybody through who was waiting: a wait ends when the event is
 * set, and also when it has been set since the wait began.
 *
 * <p><b>If a process dies</b> that waits, nobody is held up. One that dies within {@code set()} has set the event or has not; in the
 * first case those who wait go on. A process that was to set it and dies before leaves it as it is: a wait without a time goes on, so
 * where that matters wait with a time, or for the process itself too.
 *
 * <p><b>{@code set()} never waits</b> and takes no lock. It may be called in a shutdown hook, by an interrupted thread, and by a thread
 * that was stopped in the middle of anything else with the same event.
 *
 * <p><b>Interruption and timeouts</b>: waits end with an {@code InterruptedException}; time is the kernel's monotonic clock, which nobody
 * can set. <b>Memory consistency</b>: what a thread did before {@code set} is seen by whoever returns from {@code await} because of it,
 * in any process, in memory that they share. <b>Virtual threads</b> wait without their carrier, each with a platform thread of the
 * library's in its place.
 *
 * <p><b>Travelling.</b> Lambdas and tasks capture it; in each process it is one object. Other serialisation refuses it. The memory
 * behind it, 512 bytes and nothing else, is freed when no process has it open any more. Keep it open until those who get it have it.
 *
 * <p><b>Cost</b>: to look is a read of memory; to set is a compare-and-set and a system call; to wait is two or three system calls.
 */
public sealed interface ProcessEvent extends AutoCloseable, Serializable permits SharedEvent {
    /**
     * Makes an event that is not set.
     *
     * @return the event
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessEvent create() {
        return SharedEvent.create();
    }

    /**
     * Whether it is set.
     *
     * @return what was so a moment ago
     */
    boolean isSet();

    /** Sets it, and lets everybody through who waits; does nothing if it is set. Interrupts do not matter. */
    void set();

    /** Makes it unset, so that those who come from now on wait; does nothing if it is not set. */
    void clear();

    /**
     * Waits until it is set, or has been since the wait began.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    void await() throws InterruptedException;

    /**
     * The same, for so long.
     *
     * @param timeout zero or less: looks once
     * @return whether it is set or has been since the wait began; false if the time is over
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    boolean await(Duration timeout) throws InterruptedException;

    /** Ends this process's use: later calls are an {@code IllegalStateException}, which whoever waits here gets too. */
    @Override
    void close();
}
