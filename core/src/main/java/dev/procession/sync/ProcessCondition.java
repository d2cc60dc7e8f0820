package dev.procession.sync;

import dev.procession.internal.sync.RobustCondition;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A condition of a {@link ProcessLock}: threads of several processes wait, with the lock given back, until one that holds it signals.
 *
 * <pre>{@code
 * try (ReentrantProcessLock lock = ReentrantProcessLock.create();
 *         SharedInt ready = SharedInt.create(0);
 *         ProcessCondition changed = lock.newCondition()) {
 *     ChildProcess.launch(() -> {
 *         lock.lock();
 *         try {
 *             ready.set(1);
 *             changed.signalAll();
 *         } finally {
 *             lock.unlock();
 *         }
 *     });
 *     lock.lock();
 *     try {
 *         changed.waitFor(() -> ready.get() == 1, Duration.ofSeconds(5));
 *     } finally {
 *         lock.unlock();
 *     }
 * }
 * }</pre>
 *
 * <p>As with every {@link Condition}, the caller holds the lock, and whoever waits may wake for no reason and looks again; the forms
 * with a predicate do that. All holds of a reentrant lock are given back while a thread waits, and taken again.
 *
 * <p><b>If a process dies</b> while it waits, it absorbs no signal: after each death in the domain everybody who waits wakes once, and
 * looks again. If one dies with the lock in its hands, whoever waits gets {@link dev.procession.OwnerDiedException} from {@code await},
 * and <em>holds the lock</em>, since a {@code finally} will unlock it; {@link ProcessLock#recover}, called there and then, puts it right.
 *
 * <p><b>Interruption and timeouts</b> as in {@link Condition}; time is the kernel's monotonic clock, also of {@link
 * #awaitUntil(java.util.Date)}, which looks at the wall clock once. <b>Fairness</b>: those who wait are let go in the order in which
 * they came; the lock itself is not fair. <b>Memory consistency</b> is the lock's. <b>Virtual threads</b> wait without their carrier.
 *
 * <p><b>Travelling</b> as the lock does, and with it. It takes 512 bytes of shared memory until no process has it open any more.
 *
 * <p><b>Cost</b>: a signal that nobody waits for is a look at shared memory; else a system call for each of those who are let go.
 */
public sealed interface ProcessCondition extends Condition, AutoCloseable, Serializable permits RobustCondition {

    /**
     * Waits to be signalled, for so long.
     *
     * @param timeout zero or less: gives the lock back, and takes it again
     * @return false if the time was over before
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * Waits until a predicate holds. It is asked with the lock held, at once and each time this thread wakes.
     *
     * @param predicate what is waited for
     * @throws InterruptedException if the thread is interrupted
     */
    void waitFor(BooleanSupplier predicate) throws InterruptedException;

    /**
     * The same, for so long.
     *
     * @param predicate what is waited for
     * @param timeout zero or less: asks once, and waits for nothing
     * @return what the predicate said last
     * @throws InterruptedException if the thread is interrupted
     */
    boolean waitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException;

    /**
     * Lets so many of those go who wait, or all if they are fewer.
     *
     * @param count zero lets nobody go
     */
    void signal(int count);

    /** Ends this process's use: whoever waits here gets an {@code IllegalStateException}, and holds the lock. */
    @Override
    void close();
}
