package dev.procession.internal.pool;

import dev.procession.EncodingException;
import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;
import dev.procession.RemoteRunnable;
import dev.procession.StartException;
import dev.procession.TaskFailedException;
import dev.procession.TaskLostException;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.process.ExitSequence;
import dev.procession.internal.process.Launcher;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The pool of processes: encodes in the caller, and leaves the rest to its {@link Dispatcher} and {@link Worker}s. */
public final class WorkerPool extends SubmittingExecutor implements ProcessPool {
    private static final long EXIT_PATIENCE_SECONDS = 3;
    private static final AtomicInteger POOLS = new AtomicInteger();
    private static final ThreadLocal<EncodeBuffer> BUFFER = ThreadLocal.withInitial(() -> new EncodeBuffer(256));

    private final String name;
    private final PoolOptions options;
    private final Dispatcher dispatcher;
    private final LimitWatch watch;
    private final List<Worker> workers;
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final AtomicInteger keepers;
    private final AtomicInteger calls = new AtomicInteger();
    private final Runnable atExit = this::endAtExit;

    private WorkerPool(PoolOptions options, Domain domain) {
        this.options = options;
        this.name = options.name().orElseGet(() -> "pool-" + POOLS.incrementAndGet());
        this.dispatcher = new Dispatcher(name, Limits.of(options));
        this.watch = new LimitWatch(dispatcher, options.memoryLimitBytes());
        int count = options.workers()
                .orElseGet(() ->
                        Math.min(PoolOptions.MOST_WORKERS, Runtime.getRuntime().availableProcessors()));
        Launcher launcher = new Launcher(domain, options.child());
        this.workers = new ArrayList<>(count);
        int longestMessage = Math.addExact(options.maxResultBytes(), 1024);
        for (int i = 1; i <= count; i++) {
            workers.add(new Worker(
                    name + "-" + i,
                    dispatcher,
                    launcher,
                    longestMessage,
                    options.child().startTimeout()));
        }
        this.keepers = new AtomicInteger(count);
    }

    /** Opens a pool; see {@link ProcessPool#open}. */
    public static WorkerPool open(PoolOptions options) {
        Domain domain = Domain.acquire();
        WorkerPool pool;
        boolean made = false;
        try {
            pool = new WorkerPool(options, domain);
            ExitSequence.add(pool.atExit);
            made = true;
        } finally {
            if (!made) Domain.release();
        }
        pool.start(); // from here on the last keeper's end gives the domain back, once
        return pool;
    }

    private void start() {
        int started = 0;
        try {
            Thread.ofPlatform().daemon().name("procession-" + name + "-limits").start(watch);
            for (Worker worker : workers) {
                Thread.ofPlatform()
                        .daemon()
                        .name("procession-" + worker.info().name())
                        .start(() -> {
                            try {
                                worker.run();
                            } finally {
                                keepersEnd(1);
                            }
                        });
                started++;
            }
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            keepersEnd(workers.size() - started);
            shutdownNow();
            throw new StartException(
                    "pool '" + name + "' could not be opened: no thread could be started for it: " + e.getMessage()
                            + "\n  effect:  nothing of it is left; it had accepted no task"
                            + "\n  remedy:  fewer workers or threads, or a higher limit of threads (ulimit -u, pids.max)",
                    e);
        }
    }

    private void keepersEnd(int count) {
        if (keepers.addAndGet(-count) == 0) terminate();
    }

    private void terminate() {
        dispatcher.stop(); // whatever came after the last worker went
        dispatcher.awaitTold(); // whoever waits for this end may then ask any future
        dispatcher.endWatch();
        ExitSequence.remove(atExit);
        Domain.release();
        terminated.countDown();
    }

    // ---- tasks

    @Override
    public <R> ProcessFuture<R> submit(RemoteCallable<R> task) {
        return submitOne(task, task, null);
    }

    @Override
    public ProcessFuture<?> submit(RemoteRunnable task) {
        return submitOne(task, task, null);
    }

    @Override
    public <T, R> ProcessFuture<R> submit(RemoteFunction<T, R> function, T input) {
        return submitOne(new BoundFunction<>(function, input), function, input);
    }

    /** Of a variable of type {@code ExecutorService}: works for what happens to be serialisable. */
    @Override
    public <R> ProcessFuture<R> submit(Callable<R> task) {
        return submitOne(serialisable(task), task, null);
    }

    @Override
    public ProcessFuture<?> submit(Runnable task) {
        return submitOne(serialisable(task), task, null);
    }

    @Override
    public <R> ProcessFuture<R> submit(Runnable task, R result) {
        return submitOne(new WithResult<>((Runnable) serialisable(task), result), task, null);
    }

    @Override
    public void execute(Runnable task) {
        submitOne(serialisable(task), task, null).whenComplete((value, failure) -> {
            if (failure != null) {
                LibraryLog.log(
                        Level.ERROR, "a task given to execute() of pool '" + name + "' did not end well", failure);
            }
        });
    }

    private static Serializable serialisable(Object task) {
        if (task instanceof Serializable good) return good;
        throw new EncodingException(
                "task " + task.getClass().getName()
                        + " is not Serializable, so it cannot be sent to another process; it was not"
                        + " accepted. Declare the variable as ProcessPool rather than ExecutorService, and the same lambda is",
                null);
    }

    private <R> TaskFuture<R> submitOne(Serializable callable, Object origin, @Nullable Object input) {
        Call call = new Call(Frames.NO_CALL, callable, origin, options);
        TaskFuture<R> future = new TaskFuture<>(dispatcher);
        Task task = new Task(call, input, call.functionBytes(), 1 + options.retries(), future);
        future.of(task, origin);
        dispatcher.submit(List.of(task));
        return future;
    }

    @Override
    public <R> R run(RemoteCallable<R> task) throws InterruptedException {
        ProcessFuture<R> future = submit(task);
        Outcome<Object, R> outcome;
        try {
            outcome = future.outcome();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
        return switch (outcome) {
            case Done<Object, R> done -> done.value();
            case Failed<Object, R> failed when failed.cause() instanceof PoolBrokenException broken -> throw broken;
            case Failed<Object, R> failed ->
                throw new TaskFailedException(((TaskFuture<R>) future).description(), failed.cause());
            case Lost<Object, R> lost -> throw new TaskLostException(lost.certificate());
        };
    }

    @Override
    public <T, R> List<R> map(RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs)
            throws InterruptedException {
        try (OutcomeStream<T, R> stream = stream(function, inputs, false)) {
            var results = new ArrayList<@Nullable Object>();
            while (stream.awaitNext()) {
                int index = stream.nextIndex();
                while (results.size() <= index) results.add(null);
                results.set(index, stream.nextOutcome().get());
            }
            @SuppressWarnings("unchecked") // each element came out of an Outcome<T, R>
            List<R> typed = (List<R>) Arrays.asList(results.toArray());
            return Collections.unmodifiableList(typed);
        }
    }

    @Override
    public <T, R> Outcomes<T, R> outcomes(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return stream(function, inputs, false);
    }

    @Override
    public <T, R> Outcomes<T, R> outcomesInOrder(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return stream(function, inputs, true);
    }

    private <T, R> OutcomeStream<T, R> stream(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, boolean inOrder) {
        Call call = new Call(nextCall(), function, function, options);
        return new OutcomeStream<>(dispatcher, call, inputs.iterator(), workers.size(), 1 + options.retries(), inOrder);
    }

    private int nextCall() {
        int number = calls.incrementAndGet();
        return number == Frames.NO_CALL ? calls.incrementAndGet() : number;
    }

    static byte[] encode(@Nullable Object value) {
        EncodeBuffer buffer = BUFFER.get();
        try {
            Encoder.encode(value, buffer);
            return buffer.toByteArray();
        } finally {
            buffer.clear(); // gives back what has become too large, also after an OutOfMemoryError
        }
    }

    // ---- life

    @Override
    public List<WorkerInfo> workers() {
        return workers.stream().map(Worker::info).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void shutdown() {
        dispatcher.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        dispatcher.stop();
        for (Worker worker : workers) worker.kill(new LossCause.PoolClosed());
        boolean interrupted = false;
        while (true) {
            try {
                terminated.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the kernel ends them in milliseconds
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return List.of();
    }

    /** As this process ends: not longer than a moment, whatever else is stuck; the kernel ends the workers in any case. */
    private void endAtExit() {
        dispatcher.stop();
        for (Worker worker : workers) worker.kill(new LossCause.PoolClosed());
        try {
            if (!terminated.await(EXIT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LibraryLog.log(Level.WARNING, this + " did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        shutdown();
        try {
            terminated.await();
        } catch (InterruptedException e) {
            shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close(Duration atMost) {
        shutdown();
        try {
            if (terminated.await(Math.max(0, saturated(atMost)), TimeUnit.NANOSECONDS)) return;
            shutdownNow();
        } catch (InterruptedException e) {
            shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static long saturated(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public boolean isShutdown() {
        return dispatcher.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    @Override
    public String toString() {
        return "ProcessPool '" + name + "' (" + (isTerminated() ? "ended" : isShutdown() ? "shut down" : "running")
                + ", " + workers() + ")";
    }
}
