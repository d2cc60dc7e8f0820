package dev.procession.storm;

import dev.procession.LossCause;
import dev.procession.TaskLostException;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.ProcessFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A future of the second storm, with what may become of it.
 *
 * @param future the future
 * @param input of its task
 * @param fails whether its task throws
 * @param pool the pool that runs it
 * @param cancelAsked set before it is cancelled
 */
record ChurnFuture(ProcessFuture<Long> future, long input, boolean fails, ChurnPool pool, AtomicBoolean cancelAsked) {

    ChurnFuture(ProcessFuture<Long> future, long input, boolean fails, ChurnPool pool) {
        this(future, input, fails, pool, new AtomicBoolean());
    }

    boolean cancel(boolean mayInterrupt) {
        cancelAsked.set(true);
        return future.cancel(mayInterrupt);
    }

    boolean isDone() {
        return future.isDone();
    }

    /** Judges how it ended, once it has. */
    void judge(Findings findings, Counts<ChurnCount> counts) throws InterruptedException {
        counts.count(ChurnCount.FUTURES);
        switch (future.outcome()) {
            case Done<Object, Long> done -> {
                counts.count(ChurnCount.DONE);
                if (fails || done.value() != Work.expected(input)) wrong(findings, "ended with " + done.value());
            }
            case Failed<Object, Long> failed -> {
                counts.count(ChurnCount.FAILED);
                if (!fails || !(failed.cause() instanceof IllegalStateException)) wrong(findings, failed.cause());
            }
            case Lost<Object, Long> lost -> judge(lost.certificate().cause(), findings, counts);
        }
    }

    private void judge(LossCause cause, Findings findings, Counts<ChurnCount> counts) {
        switch (cause) {
            case LossCause.Cancelled() -> {
                counts.count(ChurnCount.CANCELLED);
                if (!cancelAsked.get()) wrong(findings, "cancelled by nobody");
            }
            case LossCause.PoolClosed() -> {
                counts.count(ChurnCount.LOST_CLOSED);
                if (!pool.wasEndedAtOnce()) wrong(findings, "lost to the end of a pool that was to wait for it");
            }
            case LossCause.Signaled(int signal, String _)
            when signal == 9 -> {
                counts.count(ChurnCount.LOST_KILLED);
                if (!pool.wasKilled()) wrong(findings, "lost to SIGKILL in a pool that nobody killed");
            }
            default -> wrong(findings, cause);
        }
    }

    /** Whether the end of its dependent stage fits: a value, or one of the three kinds of failure. */
    static boolean isProper(Throwable failure) {
        return failure instanceof CancellationException
                || failure instanceof TaskLostException
                || failure instanceof IllegalStateException;
    }

    private void wrong(Findings findings, Object what) {
        findings.add("task " + input + " of pool '" + pool.pool().name() + "': " + what);
    }
}
