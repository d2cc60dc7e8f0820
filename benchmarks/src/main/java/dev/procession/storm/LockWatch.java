package dev.procession.storm;

import dev.procession.testkit.Delays;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Measures every wait of one process of the fourth storm, and tells of each that takes longer than {@link #LIMIT} while it lasts. It
 * also tells how late it was itself meanwhile: a process that nobody runs waits for a processor, not for a lock.
 */
final class LockWatch implements AutoCloseable {
    /** The longest wait that is right: 2 s, scaled as all delays of the testkit. */
    static final Duration LIMIT = Delays.LONG.dividedBy(10);

    private static final long LOOK_MILLIS = 50;
    private static final int FRAMES = 14;

    private final LockTally tally;
    private final Consumer<String> wrong;
    private final Set<Wait> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    LockWatch(LockTally tally, Consumer<String> wrong) {
        this.tally = tally;
        this.wrong = wrong;
        this.thread = Thread.ofPlatform().daemon().name("storm-locks-watch").start(this::watch);
    }

    /** Begins a wait of the calling thread; close it at its end. */
    Wait wait(int record, LockCount what, Object of) {
        var wait = new Wait(this, record, what, of, Thread.currentThread(), System.nanoTime());
        open.add(wait);
        return wait;
    }

    private void watch() {
        long lastNanos = System.nanoTime();
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            long nowNanos = System.nanoTime();
            long lateNanos = nowNanos - lastNanos - LOOK_MILLIS * 1_000_000;
            for (Wait wait : open) {
                wait.lateNanos = Math.max(wait.lateNanos, lateNanos);
                if (nowNanos - wait.sinceNanos > LIMIT.toNanos()) tell(wait, nowNanos);
            }
            lastNanos = nowNanos;
        }
    }

    private void tell(Wait wait, long nowNanos) {
        synchronized (wait) {
            if (wait.told) return;
            wait.told = true;
        }
        var text = new StringBuilder("a wait of " + (nowNanos - wait.sinceNanos) / 1_000_000 + " ms for " + wait.of
                + ", to count " + wait.what + " in " + wait.waiter.getName() + " of process "
                + ProcessHandle.current().pid() + ", which was not run for " + wait.lateNanos / 1_000_000
                + " ms of it");
        StackTraceElement[] frames = wait.waiter.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++)
            text.append("; at ").append(frames[i]);
        wrong.accept(text.toString());
    }

    private void ended(Wait wait) {
        long nowNanos = System.nanoTime();
        open.remove(wait);
        tally.waited(wait.record, wait.what, nowNanos - wait.sinceNanos);
        if (nowNanos - wait.sinceNanos > LIMIT.toNanos()) tell(wait, nowNanos);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** One wait. */
    static final class Wait implements AutoCloseable {
        private final LockWatch watch;
        private final int record;
        private final LockCount what;
        private final Object of;
        private final Thread waiter;
        private final long sinceNanos;
        private volatile long lateNanos;
        private boolean told; // guarded by this

        private Wait(LockWatch watch, int record, LockCount what, Object of, Thread waiter, long sinceNanos) {
            this.watch = watch;
            this.record = record;
            this.what = what;
            this.of = of;
            this.waiter = waiter;
            this.sinceNanos = sinceNanos;
        }

        @Override
        public void close() {
            watch.ended(this);
        }
    }
}
