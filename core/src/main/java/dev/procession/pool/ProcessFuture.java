package dev.procession.pool;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * The result of a task that runs in another process, now or later.
 *
 * <p><b>If the process of the task dies</b>, the future completes within a second with a
 * {@link dev.procession.TaskLostException} as the cause of {@code get}'s {@code ExecutionException}. Every future of a
 * pool completes: by its task, by a death, by cancellation or by the end of the pool.
 *
 * <p><b>Cancellation</b>: {@code cancel(true)} really stops the task: the future is cancelled at once, the task's thread is
 * interrupted, and if it does not give way within the grace time of the pool, its process is killed and replaced.
 * {@code cancel(false)} withdraws a task that has not started, and leaves a running one alone.
 *
 * <p><b>Where results are decoded</b>: in the thread that asks, by {@code get} or {@link #outcome}; for
 * dependent stages in a thread of {@link java.util.concurrent.ForkJoinPool#commonPool()}.
 *
 * <p><b>If a callback throws</b>, one given to {@code thenAccept}, {@code thenRun}, {@code whenComplete} or their asynchronous
 * forms, that is logged as a warning, and the stage it made fails with it; other callbacks and other tasks go on.
 *
 * <p><b>Memory consistency effects</b>: actions before the task is submitted <i>happen-before</i> the task runs, and
 * actions in the task <i>happen-before</i> its result is returned here, as far as the encoded data goes: objects are
 * copied, not shared.
 *
 * @param <R> the type of the result
 */
public sealed interface ProcessFuture<R> extends Future<R>, CompletionStage<R>
        permits dev.procession.internal.pool.TaskFuture {

    /**
     * Waits for the end of the task and tells it without throwing what the task threw.
     *
     * @return the outcome; its input is the callable, or the input that was given with a function
     * @throws InterruptedException if the caller is interrupted while it waits; the task goes on
     */
    Outcome<Object, R> outcome() throws InterruptedException;
}
