package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Clock;
import dev.procession.os.OsException;
import dev.procession.os.ProcessStat;
import dev.procession.os.Signals;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way on which a child is ended: it has been asked; it is looked at until it ends or its time of grace is over; then its tree
 * is killed. Descendants that have left its group are remembered while it ends, because afterwards nobody can find them.
 */
final class Ladder {
    private static final long LOOK_NANOS = 50_000_000;
    private static final long MEMORY_LOOK_NANOS = 100_000_000;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Lifecycle life;
    private final int pid;
    private final LossCause cause;
    private final Map<Integer, Long> descendants = new HashMap<>();
    private long killNanos = Long.MAX_VALUE;
    private @Nullable Future<?> next;

    Ladder(Lifecycle life, int pid, LossCause cause) {
        this.life = life;
        this.pid = pid;
        this.cause = cause;
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("procession-timer").factory());
        timer.setKeepAliveTime(100, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Asks a child to end when its time is over. */
    static void watchTime(Lifecycle life, Duration limit) {
        Future<?> look = TIMER.schedule(
                () -> life.climb(
                        new LossCause.TimedOut(limit),
                        Lifecycle.nanos(life.options().grace())),
                Lifecycle.nanos(limit),
                TimeUnit.NANOSECONDS);
        life.listen(() -> look.cancel(false));
    }

    /** Kills a child when it has too much memory. */
    static void watchMemory(Lifecycle life, long limitBytes) {
        Future<?> looks = TIMER.scheduleWithFixedDelay(
                () -> lookAtMemory(life, limitBytes), MEMORY_LOOK_NANOS, MEMORY_LOOK_NANOS, TimeUnit.NANOSECONDS);
        life.listen(() -> looks.cancel(false));
    }

    private static void lookAtMemory(Lifecycle life, long limitBytes) {
        try {
            Child child = life.child();
            if (child == null) return;
            child.sampleGroup();
            long bytes = child.sampleRss();
            if (bytes > limitBytes) child.kill(new LossCause.OverMemory(limitBytes, bytes));
        } catch (RuntimeException e) { // no descriptor left for /proc, say: try again at the next look
            LibraryLog.log(Level.WARNING, "a look at memory failed", e);
        }
    }

    LossCause cause() {
        return cause;
    }

    /** Whether an end like this is what a child does that was asked to end. A kill has its own record. */
    boolean hasEndedIt(End end) {
        return switch (end.status()) {
            case ExitStatus.Exited(int code) -> code == ProcessMain.TERMINATED;
            case ExitStatus.Signaled(int signal, String _) -> signal == Signals.SIGTERM;
            case ExitStatus.OutOfRange _, ExitStatus.Unknown _ -> false;
        };
    }

    /** Lets the child have at most this time. A later call may shorten what an earlier one gave, not lengthen it. */
    synchronized void climb(long graceNanos) {
        long wanted = Clock.monotonicNanos() + Math.min(graceNanos, Long.MAX_VALUE / 4);
        killNanos = Math.min(killNanos, wanted);
        if (next != null) next.cancel(false);
        plan();
    }

    private synchronized void look() {
        remember();
        plan();
    }

    private void plan() {
        if (life.child() == null) return;
        long restNanos = killNanos - Clock.monotonicNanos();
        if (restNanos <= 0) {
            kill();
            return;
        }
        next = TIMER.schedule(this::look, Math.min(restNanos, LOOK_NANOS), TimeUnit.NANOSECONDS);
    }

    private void kill() {
        boolean asked = cause instanceof LossCause.Terminated;
        life.kill(asked ? new LossCause.Terminated(false) : cause);
    }

    /** Takes note of those below the child; what has left its group and its parent is found only as long as that lives. */
    synchronized void remember() {
        Child child = life.child();
        if (child == null) return;
        try {
            List<ProcessStat> found = Family.descendants(pid);
            if (child.isReaped()) return; // it may have been somebody else's family
            for (ProcessStat each : found) descendants.put(each.pid(), each.startTicks());
        } catch (OsException e) {
            // no descriptor left to look with: those of its group go with it all the same
        }
    }

    /** After the end of the child: ends those of its tree that outlived it. */
    synchronized void finish() {
        if (next != null) next.cancel(false);
        descendants.forEach(Child::killIfStill);
    }
}
