package dev.procession.internal.pool;

import dev.procession.LossCause;
import dev.procession.internal.memory.ControlGroup;
import dev.procession.internal.process.Child;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Clock;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The thread that ends what is over a limit: time and progress when they are due, memory ten times a second. It sleeps while
 * no task runs.
 *
 * <p>Without a memory limit per worker, all workers together may use nine tenths of what the control group of this process
 * could give when the pool was opened; then the largest one is ended, before the kernel chooses a victim.
 */
final class LimitWatch implements Runnable {
    static final long LOOK_NANOS = 100_000_000;

    private final Dispatcher dispatcher;
    private final OptionalLong workerBytes;
    private final long groupBytes;
    private long nextSampleNanos;

    LimitWatch(Dispatcher dispatcher, OptionalLong workerBytes) {
        this.dispatcher = dispatcher;
        this.workerBytes = workerBytes;
        long headroomBytes = ControlGroup.ofThisProcess().headroomBytes();
        this.groupBytes = headroomBytes == Long.MAX_VALUE ? Long.MAX_VALUE : headroomBytes / 10 * 9;
    }

    @Override
    public void run() {
        Findings findings;
        do {
            findings = dispatcher.inspect(Clock.monotonicNanos());
            try {
                for (Kill kill : findings.kills) kill.run(dispatcher);
                sampleMemory(findings);
            } catch (RuntimeException e) { // no descriptor left for /proc, say: try again at the next look
                LibraryLog.log(Level.WARNING, "a look at limits failed", e);
            }
        } while (await(findings));
    }

    private boolean await(Findings findings) {
        try {
            return dispatcher.awaitWatch(findings);
        } catch (InterruptedException e) {
            return true; // nobody has a reason to interrupt it; limits are watched all the same
        }
    }

    private void sampleMemory(Findings findings) {
        if (findings.busy.isEmpty() || findings.nowNanos < nextSampleNanos) return;
        nextSampleNanos = findings.nowNanos + LOOK_NANOS;
        long allBytes = 0;
        long largestBytes = 0;
        Child largest = findings.busy.getFirst();
        for (Child child : findings.busy) {
            child.sampleGroup();
            long rssBytes = child.sampleRss();
            allBytes += Math.max(0, rssBytes);
            if (rssBytes > largestBytes) {
                largestBytes = rssBytes;
                largest = child;
            }
            if (workerBytes.isPresent() && rssBytes > workerBytes.getAsLong()) {
                child.kill(new LossCause.OverMemory(workerBytes.getAsLong(), rssBytes));
            }
        }
        if (workerBytes.isEmpty() && allBytes > groupBytes) {
            largest.kill(new LossCause.OverMemory(groupBytes, largestBytes));
        }
    }

    /** The task may give way after it was found, and an innocent one follow: so the process is stopped and looked at again. */
    record Kill(Session session, Task task, LossCause cause) {
        Child child() {
            return session.launched().child();
        }

        void run(Dispatcher dispatcher) {
            child().killIf(cause, () -> dispatcher.runs(session, task));
        }
    }

    /** What one look at all sessions found. */
    static final class Findings {
        private final long nowNanos;
        final List<Kill> kills = new ArrayList<>(0);
        private final List<Child> busy = new ArrayList<>();
        private long nextNanos;

        Findings(long nowNanos) {
            this.nowNanos = nowNanos;
            this.nextNanos = nowNanos + LOOK_NANOS;
        }

        void busy(Session session) {
            busy.add(session.launched().child());
        }

        void kill(Session session, Task task, LossCause cause) {
            kills.add(new Kill(session, task, cause));
        }

        void lookAt(long nanos) {
            nextNanos = Math.min(nextNanos, nanos);
        }

        long nextNanos() {
            return nextNanos;
        }
    }
}
