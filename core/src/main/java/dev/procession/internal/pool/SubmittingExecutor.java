package dev.procession.internal.pool;

import dev.procession.pool.ProcessFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The bulk methods of {@link ExecutorService} by means of {@code submit}; the JDK's own wrap tasks in what cannot be sent. */
abstract class SubmittingExecutor implements ExecutorService {

    @Override
    public abstract <R> ProcessFuture<R> submit(Callable<R> task);

    @Override
    public <R> List<Future<R>> invokeAll(Collection<? extends Callable<R>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <R> List<Future<R>> invokeAll(Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        long startNanos = System.nanoTime();
        long limitNanos = unit.toNanos(timeout);
        var futures = new ArrayList<Future<R>>(tasks.size());
        boolean ended = false;
        try {
            for (Callable<R> task : tasks) futures.add(submit(task));
            for (Future<R> future : futures) awaitEnd(future, limitNanos - (System.nanoTime() - startNanos));
            ended = true;
        } catch (TimeoutException e) {
            // those that have not ended are cancelled, as the contract says
        } finally {
            if (!ended) futures.forEach(f -> f.cancel(true));
        }
        return futures;
    }

    private static void awaitEnd(Future<?> future, long leftNanos) throws InterruptedException, TimeoutException {
        try {
            future.get(leftNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
            // an end like another; the caller asks the future
        }
    }

    @Override
    public <R> R invokeAny(Collection<? extends Callable<R>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("292 years have passed", e);
        }
    }

    @Override
    public <R> R invokeAny(Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) throw new IllegalArgumentException("invokeAny of no tasks");
        long startNanos = System.nanoTime();
        long limitNanos = unit.toNanos(timeout);
        BlockingQueue<ProcessFuture<R>> ended = new LinkedBlockingQueue<>();
        var futures = new ArrayList<ProcessFuture<R>>(tasks.size());
        try {
            for (Callable<R> task : tasks) {
                ProcessFuture<R> future = submit(task);
                futures.add(future);
                future.whenComplete((value, failure) -> ended.add(future));
            }
            ExecutionException last = null;
            for (int i = 0; i < futures.size(); i++) {
                ProcessFuture<R> first =
                        ended.poll(limitNanos - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
                if (first == null) throw new TimeoutException("none of " + tasks.size() + " tasks was done in time");
                try {
                    return first.get();
                } catch (ExecutionException e) {
                    last = chain(e, last);
                }
            }
            throw last == null ? new ExecutionException(new IllegalStateException("no task ended")) : last;
        } finally {
            futures.forEach(f -> f.cancel(true));
        }
    }

    private static ExecutionException chain(ExecutionException newer, @Nullable ExecutionException older) {
        if (older != null) newer.addSuppressed(older);
        return newer;
    }
}
