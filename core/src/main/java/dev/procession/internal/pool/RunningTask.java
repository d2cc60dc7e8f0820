package dev.procession.internal.pool;

import dev.procession.os.Clock;
import dev.procession.pool.TaskContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The task that this worker process runs. */
public final class RunningTask implements TaskContext {
    /** What code sees that runs outside a worker, or between two tasks. */
    private static final RunningTask NONE = new RunningTask(null, 0, 0, 1, Long.MAX_VALUE);

    private static volatile RunningTask current = NONE;

    private final @Nullable TaskBoard board;
    private final int entry;
    private final long sequence;
    private final int attempt;
    private final long deadlineNanos;
    private volatile boolean cancelled;

    private RunningTask(@Nullable TaskBoard board, int entry, long sequence, int attempt, long deadlineNanos) {
        this.board = board;
        this.entry = entry;
        this.sequence = sequence;
        this.attempt = attempt;
        this.deadlineNanos = deadlineNanos;
    }

    /** What {@link TaskContext#current} gives. */
    public static RunningTask current() {
        return current;
    }

    static RunningTask begin(TaskBoard board, int entry, long sequence, int attempt, long deadlineNanos) {
        RunningTask task = new RunningTask(board, entry, sequence, attempt, deadlineNanos);
        current = task;
        return task;
    }

    static void end() {
        current = NONE;
    }

    long sequence() {
        return sequence;
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public void progress() {
        if (board != null && current == this) board.progress(entry, Clock.monotonicNanos());
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Optional<Duration> timeLeft() {
        if (deadlineNanos == Long.MAX_VALUE) return Optional.empty();
        return Optional.of(Duration.ofNanos(Math.max(0, deadlineNanos - Clock.monotonicNanos())));
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
