package dev.procession.pool;

import dev.procession.EncodingException;
import dev.procession.PoolBrokenException;
import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;
import dev.procession.RemoteRunnable;
import dev.procession.TaskFailedException;
import dev.procession.TaskLostException;
import dev.procession.internal.pool.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/**
 * A pool of worker processes, each a JVM of its own, that runs tasks one at a time.
 *
 * {@snippet :
 * try (var pool = ProcessPool.open(o -> o.withWorkers(4).withTaskTimeout(Duration.ofSeconds(5)))) {
 *     List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
 *     ProcessFuture<String> text = pool.submit(() -> render("invoice"));
 *     try (var outcomes = pool.outcomes(Pdf::text, paths)) {
 *         for (var outcome : outcomes) System.out.println(outcome);
 *     }
 * }
 * }
 *
 * <p><b>If a worker dies</b>, by {@code kill -9}, a native crash, {@code System.exit}, lack of memory or a limit, the task
 * that it ran is {@link Lost} with a {@link dev.procession.Certificate}; tasks that it had not begun run elsewhere, no
 * other task notices, and the worker is replaced. If this process dies, the kernel ends the workers in milliseconds.
 * A worker that cannot be started three times in a row breaks the pool: every future then completes with a
 * {@link PoolBrokenException}.
 *
 * <p><b>What travels</b>: tasks are serialisable lambdas. A task, its input and what the task captured are encoded in the
 * calling thread, so a mistake surfaces there, and a later change of the objects is not seen by the task. Nothing that a
 * task captured outlives the call it belongs to.
 *
 * <p><b>Fairness</b>: tasks start in the order of their submission; short tasks may be handed to a worker a few ahead, and
 * are taken back if that worker is held up.
 *
 * <p><b>Interruption and timeouts</b>: methods that wait can be interrupted; a wait without a bound still notices dead
 * workers. Limits on tasks are options.
 *
 * <p><b>Through a variable of type {@link ExecutorService}</b> a lambda is not serialisable, and is refused with that
 * advice: declare the variable as {@code ProcessPool}.
 *
 * <p><b>Cost</b>: a worker is a JVM: some 40 MiB resident, and its boot. See {@code docs/guide/performance.md}.
 */
public sealed interface ProcessPool extends ExecutorService permits WorkerPool {

    /**
     * Opens a pool; its workers start in the background, and the first task may be submitted at once.
     *
     * @param options takes the defaults, gives what is wanted
     * @return the pool, to be closed
     * @throws IllegalArgumentException if an option makes no sense
     * @throws dev.procession.OutOfSharedMemoryException if there is no shared memory for the channels
     * @throws dev.procession.DomainException if the domain of this program cannot be made
     */
    static ProcessPool open(UnaryOperator<PoolOptions> options) {
        return WorkerPool.open(options.apply(PoolOptions.DEFAULTS));
    }

    /**
     * Opens a pool with the default options: as many workers as this process may use processors.
     *
     * @return the pool, to be closed
     */
    static ProcessPool open() {
        return open(UnaryOperator.identity());
    }

    /**
     * Runs a task in a worker.
     *
     * @param task what to run, a serialisable lambda
     * @param <R> the type of its result
     * @return its result to come
     * @throws EncodingException if the task captures what cannot be sent, with the path of fields
     * @throws RejectedExecutionException if the pool is shut down or broken
     */
    <R> ProcessFuture<R> submit(RemoteCallable<R> task);

    /**
     * Runs a task without a result in a worker.
     *
     * @param task what to run, a serialisable lambda
     * @return its end to come; its value is null
     * @throws EncodingException if the task captures what cannot be sent, with the path of fields
     * @throws RejectedExecutionException if the pool is shut down or broken
     */
    ProcessFuture<?> submit(RemoteRunnable task);

    /**
     * Runs a function on one input in a worker.
     *
     * @param function what to run, a serialisable lambda or method reference; it may throw any exception
     * @param input its input, serialisable
     * @param <T> the type of the input
     * @param <R> the type of the result
     * @return its result to come
     * @throws EncodingException if function or input cannot be sent, with the path of fields
     * @throws RejectedExecutionException if the pool is shut down or broken
     */
    <T, R> ProcessFuture<R> submit(RemoteFunction<T, R> function, T input);

    /**
     * Runs a task in a worker and waits for its result.
     *
     * @param task what to run, a serialisable lambda
     * @param <R> the type of its result
     * @return its result
     * @throws TaskFailedException if the task threw; the cause is what it threw
     * @throws TaskLostException if its process ended first
     * @throws PoolBrokenException if no worker can be started
     * @throws EncodingException if the task captures what cannot be sent, with the path of fields
     * @throws InterruptedException if the caller is interrupted while it waits; the task is cancelled
     */
    <R> R run(RemoteCallable<R> task) throws InterruptedException;

    /**
     * Runs a function over all inputs and gives the results in their order.
     *
     * @param function what to run, a serialisable lambda or method reference; it may throw any exception
     * @param inputs the inputs, read a bounded number ahead
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @return the results, in the order of the inputs; unmodifiable, may hold null
     * @throws TaskFailedException if the function threw for an input; the rest is cancelled
     * @throws TaskLostException if a process ended before its task; the rest is cancelled
     * @throws PoolBrokenException if no worker can be started
     * @throws EncodingException if the function cannot be sent; an input that cannot is a {@link TaskFailedException} with
     *     that as its cause
     * @throws InterruptedException if the caller is interrupted while it waits; the rest is cancelled
     */
    <T, R> List<R> map(RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs)
            throws InterruptedException;

    /**
     * Runs a function over all inputs and gives every outcome as soon as it is there: one bad input costs one input.
     *
     * <p>Nothing runs before the first {@code hasNext}. An input that cannot be sent is {@link Failed} with its {@link EncodingException}.
     *
     * @param function what to run, a serialisable lambda or method reference; it may throw any exception
     * @param inputs the inputs, read a bounded number ahead of the outcomes taken
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @return the outcomes in the order of their ends, to be closed
     * @throws EncodingException if the function cannot be sent
     */
    <T, R> Outcomes<T, R> outcomes(RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs);

    /**
     * Does as {@link #outcomes}, in the order of the inputs: an outcome waits for those before it.
     *
     * @param function what to run, a serialisable lambda or method reference; it may throw any exception
     * @param inputs the inputs, read a bounded number ahead of the outcomes taken
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @return the outcomes in the order of the inputs, to be closed
     * @throws EncodingException if the function cannot be sent
     */
    <T, R> Outcomes<T, R> outcomesInOrder(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs);

    /**
     * Returns the workers as they are now, in the order of their names.
     *
     * @return a snapshot
     */
    List<WorkerInfo> workers();

    /**
     * Returns the name of the pool.
     *
     * @return the name
     */
    String name();

    /**
     * Accepts no more tasks, waits for those accepted, and ends the workers in order. If the caller is interrupted, the
     * rest is ended as by {@link #shutdownNow} and the interrupt status is set. A pool that is never closed is ended when
     * this process ends.
     */
    @Override
    void close();

    /**
     * Does as {@link #close()}, but waits at most so long for the tasks; what has not ended then is lost to
     * {@link dev.procession.LossCause.PoolClosed}. The workers are gone when it returns.
     *
     * @param atMost how long to wait for tasks; zero ends them at once
     */
    void close(Duration atMost);

    /**
     * Ends all workers and all tasks now: every future completes before it returns, running tasks as lost to
     * {@link dev.procession.LossCause.PoolClosed}.
     *
     * @return an empty list: tasks that had not started are told by their futures, like the others
     */
    @Override
    List<Runnable> shutdownNow();
}
