package dev.procession.internal.pool;

import dev.procession.LossCause;
import dev.procession.internal.process.ControlBlock;
import dev.procession.pool.PoolOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The time limits of a pool's tasks, and the ladder on which a task over one is ended: its threads are dumped and its thread is
 * interrupted; if it has not given way after the grace time, its process is killed.
 *
 * @param taskTimeout the longest time for an attempt
 * @param stallTimeout the longest time without progress
 * @param graceNanos the time between interrupt and kill
 * @param resultBytes the largest encoded result
 */
record Limits(Optional<Duration> taskTimeout, Optional<Duration> stallTimeout, long graceNanos, int resultBytes) {

    static Limits of(PoolOptions options) {
        return new Limits(
                options.taskTimeout(), options.stallTimeout(), nanos(options.grace()), options.maxResultBytes());
    }

    /** The limit as it is sent with a task: 0 without one. */
    long taskNanos() {
        return taskTimeout.map(Limits::nanos).orElse(0L);
    }

    /** Under the dispatcher's lock. */
    void inspect(Session session, long nowNanos, LimitWatch.Findings findings) {
        if (session.isIdle()) return;
        findings.busy(session);
        taskTimeout.ifPresent(limit -> findings.lookAt(nowNanos + nanos(limit))); // a task that begins right now
        stallTimeout.ifPresent(limit -> findings.lookAt(nowNanos + nanos(limit)));
        Optional<Task> running = session.running();
        if (running.isEmpty()) return;
        Task task = running.get();
        if (task.expiredFor().isPresent()) {
            ladder(session, task, nowNanos, findings);
            return;
        }
        taskTimeout.ifPresent(limit -> check(
                session, task, session.startedNanos(task), limit, new LossCause.TimedOut(limit), nowNanos, findings));
        stallTimeout.ifPresent(limit -> check(
                session, task, session.progressNanos(task), limit, new LossCause.Stalled(limit), nowNanos, findings));
    }

    private void check(
            Session session,
            Task task,
            long sinceNanos,
            Duration limit,
            LossCause cause,
            long nowNanos,
            LimitWatch.Findings findings) {
        long endNanos = sinceNanos + nanos(limit);
        if (nowNanos < endNanos) {
            findings.lookAt(endNanos);
            return;
        }
        if (task.expiredFor().isPresent()) return;
        task.expire(cause);
        session.killLater(task, nowNanos + graceNanos);
        if (graceNanos > 0) session.command(ControlBlock.DUMP | ControlBlock.INTERRUPT, task);
        ladder(session, task, nowNanos, findings);
    }

    private static void ladder(Session session, Task task, long nowNanos, LimitWatch.Findings findings) {
        long killNanos = session.killNanos(task);
        if (nowNanos < killNanos) findings.lookAt(killNanos);
        else findings.kill(session, task, task.expiredFor().orElseThrow());
    }

    /** A duration of more than 292 years is no limit. */
    private static long nanos(Duration duration) {
        try {
            return Math.min(duration.toNanos(), Long.MAX_VALUE / 4);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 4;
        }
    }
}
