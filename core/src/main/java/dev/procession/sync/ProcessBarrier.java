package dev.procession.sync;

import dev.procession.RemoteTask;
import dev.procession.internal.sync.SharedBarrier;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A place where a fixed number of threads, of any processes, wait for each other, again and again: {@link
 * java.util.concurrent.CyclicBarrier} across processes, with {@link #abort}.
 *
 * <pre>{@code
 * try (ProcessBarrier step = ProcessBarrier.create(2, () -> System.out.println("both are here"))) {
 *     ChildProcess.launch(() -> {
 *         loadLeft();
 *         step.await();
 *         step.deregister(); // this process is no party any more
 *     });
 *     loadRight();
 *     step.await();
 * }
 * }</pre>
 *
 * <p><b>Parties</b> are as many arrivals as make a generation full, whichever threads they are. The <b>action</b>, if there is one, is run
 * once in each generation, by the last to arrive, before anybody goes on. One that fails breaks the barrier. It travels with the barrier;
 * in each process the barrier is one object, with the action that arrived first.
 *
 * <p><b>Broken.</b> If one that waits is interrupted or runs out of time, if the action fails, or somebody calls {@link #abort}, all who wait
 * get a {@link BrokenBarrierException}, and so does who comes later, until {@link #reset}. A generation that was complete before stays so
 * for everybody in it; one that wakes only after eight more were broken is told that it is broken. An action is not stopped: who runs it learns at its end that the generation was broken.
 *
 * <p><b>If a process dies</b> that is a party, the barrier breaks for the rest, those who wait and those who come later, until {@code reset},
 * within milliseconds of the death being seen. A process is a party from its first {@code await}, or from {@link #register}, which covers
 * one that dies before it ever arrives, until it calls {@link #deregister} or {@link #close}. Coming to its end in order without {@code close} is a death,
 * since the others would wait for ever. A process that dies in the middle of any other call may break it, too.
 *
 * <p><b>Interruption and timeouts</b>: {@code await} ends with an {@code InterruptedException}; nothing else can be interrupted. Time is the
 * kernel's monotonic clock, which nobody can set; who runs the action has none. Who comes while an
 * action runs waits for its end first, and may give up without breaking anything. A process that is stopped, not killed, in the few stores of a call holds up all others, their times too, until it goes on. <b>Fairness</b>: none needed.
 * <b>Memory consistency</b>: what threads did before {@code await} is seen by the action, and that and what the action did by whoever returns from {@code
 * await} of the same generation, in any process, in memory that they share. <b>Virtual threads</b> wait without their carrier, each with a
 * platform thread of the library's in its place.
 *
 * <p><b>Travelling.</b> Lambdas and tasks capture it; in each process it is one object. Other serialisation refuses it. A result of a
 * child may be a barrier, but the filter of results refuses one whose action is a lambda. The memory behind it, 8.5 KiB and nothing
 * else, is freed when no process has it open any more. Keep it open until those who get it have it.
 *
 * <p><b>Cost</b>: to arrive is a short lock, a look at a table of 8 KiB, and a system call for each process that is a party; to wait is two or
 * three system calls more.
 */
public sealed interface ProcessBarrier extends AutoCloseable, Serializable permits SharedBarrier {
    /**
     * Makes a barrier at which nobody has arrived.
     *
     * @param parties how many arrivals make a generation full
     * @return the barrier
     * @throws IllegalArgumentException if that is less than 1
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessBarrier create(int parties) {
        return SharedBarrier.create(parties, null);
    }

    /**
     * The same, with an action.
     *
     * @param parties how many arrivals make a generation full
     * @param action run by the last to arrive, in its process
     * @return the barrier
     * @throws IllegalArgumentException if the parties are less than 1
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static ProcessBarrier create(int parties, RemoteTask action) {
        return SharedBarrier.create(parties, action);
    }

    /** Makes this process a party from now on: its death breaks the barrier, though it never arrived. Again: does nothing. */
    void register();

    /**
     * Makes this process no party any more, until its next {@code await}: its death breaks nothing. If it is none, does nothing.
     *
     * @throws IllegalStateException if threads of this process wait; it stays a party
     */
    void deregister();

    /**
     * Arrives, and waits until all have. The last runs the action, whose unchecked exceptions, and {@code InterruptedException}, it gets
     * as they are, and others as the cause of a {@code BrokenBarrierException}.
     *
     * @return the index of this arrival: {@code parties - 1} for the first, 0 for the last
     * @throws InterruptedException if the thread is interrupted; the barrier is broken then, unless this thread only waited for an action's end
     * @throws BrokenBarrierException if the barrier is broken, or is broken or reset while this thread waits
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * The same, for so long.
     *
     * @param timeout zero or less: only the last to arrive passes
     * @return the index of this arrival
     * @throws InterruptedException if the thread is interrupted; the barrier is broken then, unless this thread only waited for an action's end
     * @throws BrokenBarrierException if the barrier is broken, or is broken or reset while this thread waits
     * @throws TimeoutException if the time is over; the barrier is broken then, unless this thread only waited for an action's end
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /**
     * As {@link #await(Duration)}.
     *
     * @param timeout zero or less: only the last to arrive passes
     * @param unit of the time
     * @return the index of this arrival
     * @throws InterruptedException if the thread is interrupted; the barrier is broken then, unless this thread only waited for an action's end
     * @throws BrokenBarrierException if the barrier is broken, or is broken or reset while this thread waits
     * @throws TimeoutException if the time is over; the barrier is broken then, unless this thread only waited for an action's end
     * @throws IllegalStateException if this process closes it, or has closed it
     */
    default int await(long timeout, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Duration.ofNanos(unit.toNanos(timeout)));
    }

    /**
     * How many arrivals make a generation full.
     *
     * @return as many as it was made with
     */
    int getParties();

    /**
     * How many wait.
     *
     * @return what was so a moment ago; 0 if it is broken
     */
    int getNumberWaiting();

    /**
     * Whether it is broken; looks for parties that died, too.
     *
     * @return true from the break until {@link #reset}
     */
    boolean isBroken();

    /**
     * Makes it usable, as if nobody had arrived. Who waits gets a {@code BrokenBarrierException}; so does who runs the action, at its end,
     * while the next generation may fill already. Parties that died are forgotten; those that live stay parties.
     */
    void reset();

    /** Breaks it, until {@link #reset}; does nothing if it is broken. */
    void abort();

    /**
     * Ends this process's use, and it is no party any more. Later calls are an {@code IllegalStateException}, which whoever waits here
     * gets too; for the others that breaks the barrier. If no thread of this process waits, it does not.
     */
    @Override
    void close();
}
