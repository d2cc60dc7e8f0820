package dev.procession.internal.pool;

import dev.procession.LossCause;
import dev.procession.TaskLostException;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future of one task: a raw outcome to come, decoded once, by the first thread that asks.
 *
 * @param <R> the type of the result
 */
public final class TaskFuture<R> extends DelegatingStage<R> implements ProcessFuture<R>, Task.Listener {
    /** A wait shorter than this has no time to give away. */
    private static final long LEAST_HELP_NANOS = 100_000;

    private final Dispatcher dispatcher;
    private final CompletableFuture<RawOutcome> raw = new CompletableFuture<>();
    private final Object decodeLock = new Object();
    private @Nullable Task task;
    private @Nullable Object origin;
    private volatile @Nullable Outcome<Object, R> decoded;
    private @Nullable CompletableFuture<R> stage;

    TaskFuture(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Sets the task, before anybody else can see this future. */
    void of(Task own, Object asked) {
        this.task = own;
        this.origin = asked;
    }

    private Task task() {
        Task own = task;
        if (own == null) throw new IllegalStateException("not submitted yet");
        return own;
    }

    String description() {
        return task().description();
    }

    @Override
    public void ended(Task which, RawOutcome outcome) {
        raw.complete(outcome);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return dispatcher.cancel(task(), mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return raw.isDone() && isCancelled(raw.join());
    }

    private static boolean isCancelled(RawOutcome outcome) {
        return outcome instanceof RawOutcome.Gone gone && gone.certificate().cause() instanceof LossCause.Cancelled;
    }

    @Override
    public boolean isDone() {
        return raw.isDone();
    }

    /** The result may come sooner than this thread could fall asleep and be woken. */
    private void help() {
        if (!raw.isDone()) dispatcher.help(task(), raw::isDone);
    }

    @Override
    public Outcome<Object, R> outcome() throws InterruptedException {
        help();
        try {
            return decode(raw.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it exceptionally
        }
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        help();
        return value(decode(raw.get()));
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long startNanos = System.nanoTime();
        if (unit.toNanos(timeout) >= LEAST_HELP_NANOS) help();
        RawOutcome outcome;
        try {
            outcome = raw.get(unit.toNanos(timeout) - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("task " + task().call().functionName() + " had not ended after "
                    + unit.toMillis(timeout) + " ms; it goes on, cancel(true) would stop it");
        }
        return value(decode(outcome));
    }

    private R value(Outcome<Object, R> outcome) throws ExecutionException {
        return switch (outcome) {
            case Done<Object, R> done -> done.value();
            case Failed<Object, R> failed -> throw new ExecutionException(failed.cause());
            case Lost<Object, R> lost -> {
                if (lost.certificate().cause() instanceof LossCause.Cancelled) {
                    throw new CancellationException("task " + task().description() + " was cancelled");
                }
                throw new ExecutionException(new TaskLostException(lost.certificate()));
            }
        };
    }

    private Outcome<Object, R> decode(RawOutcome outcome) {
        Outcome<Object, R> known = decoded;
        if (known != null) return known;
        synchronized (decodeLock) {
            known = decoded;
            if (known == null) {
                Object input = task().input();
                known = Decoding.decode(task(), Objects.requireNonNull(input == null ? origin : input), outcome);
                decoded = known;
            }
            return known;
        }
    }

    /** The stage that dependents hang on, made for the first of them; it decodes in a thread of the common pool. */
    @Override
    CompletableFuture<R> stage() {
        synchronized (decodeLock) {
            CompletableFuture<R> known = stage;
            if (known == null) {
                known = raw.thenApplyAsync(this::valueForStage);
                stage = known;
            }
            return known;
        }
    }

    private R valueForStage(RawOutcome outcome) {
        try {
            return value(decode(outcome));
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public String toString() {
        Task own = task;
        return "ProcessFuture of " + (own == null ? "a task" : own.toString());
    }
}
