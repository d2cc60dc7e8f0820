package dev.procession.benchmarks.pool;

import dev.procession.RemoteCallable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A rival that is an {@link ExecutorService}. */
final class ExecutorTaskPool implements TaskPool {
    private static final long CLOSE_SECONDS = 5;

    private final ExecutorService executor;
    private final boolean takesAnyRunnable;

    /**
     * Takes an executor.
     *
     * @param executor to be shut down at the end
     * @param takesAnyRunnable whether a completion service, which wraps tasks, can stand before it
     */
    ExecutorTaskPool(ExecutorService executor, boolean takesAnyRunnable) {
        this.executor = executor;
        this.takesAnyRunnable = takesAnyRunnable;
    }

    @Override
    public Future<Integer> submit(RemoteCallable<Integer> task) {
        return executor.submit((Callable<Integer>) task);
    }

    @Override
    public long map(int count) throws Exception {
        List<RemoteCallable<Integer>> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) tasks.add(addOne(i));
        long sum = 0;
        for (Future<Integer> future : executor.invokeAll(tasks)) sum += future.get();
        return sum;
    }

    @Override
    public OptionalLong outcomes(int count) throws Exception {
        if (!takesAnyRunnable) return OptionalLong.empty();
        var service = new ExecutorCompletionService<Integer>(executor);
        for (int i = 0; i < count; i++) {
            Future<Integer> _ = service.submit(addOne(i));
        }
        long sum = 0;
        for (int i = 0; i < count; i++) sum += service.take().get();
        return OptionalLong.of(sum);
    }

    /** Bounded: a rival that waits for ever for a process that died must not stop the run. */
    @Override
    public void close() {
        Thread closer = Thread.ofPlatform().daemon().name("bench-close").start(executor::shutdownNow);
        try {
            if (!closer.join(Duration.ofSeconds(CLOSE_SECONDS))) return;
            boolean _ = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RemoteCallable<Integer> addOne(int n) {
        return () -> n + 1;
    }
}
