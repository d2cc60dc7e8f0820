package dev.procession.storm;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Stacks;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds every wait of a storm: a step that takes longer than {@link #LIMIT} ends the program with status 1, after the stacks of
 * this JVM and of all below it have been printed.
 *
 * <p>It halts rather than exits: what hangs may hang the exit as well.
 */
final class HangWatch implements AutoCloseable {
    /** The longest wait that is no hang: 5 s, scaled as all delays of the testkit. */
    static final Duration LIMIT = Delays.LONG.dividedBy(4);

    private static final long LOOK_MILLIS = 50;
    private static final int HUNG = 1;

    private final String replay;
    private final Set<Step> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private long longestNanos; // guarded by this
    private String longestWhat = "nothing"; // guarded by this

    /**
     * Begins to watch.
     *
     * @param replay printed with a hang: the command that does it again
     */
    HangWatch(String replay) {
        this.replay = replay;
        this.thread = Thread.ofPlatform().daemon().name("storm-watch").start(this::watch);
    }

    /** Something that must end in time; close it when it has. */
    Step step(String what) {
        Step step = new Step(this, what, System.nanoTime());
        open.add(step);
        return step;
    }

    private void watch() {
        while (true) {
            long nowNanos = System.nanoTime();
            for (Step step : open) if (nowNanos - step.sinceNanos > LIMIT.toNanos()) fail(step);
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void fail(Step step) {
        System.err.println("storm: HANG: no end after " + LIMIT.toMillis() + " ms of: " + step.what);
        long nowNanos = System.nanoTime();
        for (Step one : open)
            System.err.println("storm: under way for " + (nowNanos - one.sinceNanos) / 1_000_000 + " ms: " + one.what);
        // Many more than there are processors: it may have waited for one of them rather than for the pool.
        System.err.println("storm: load average "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.err.println(Stacks.ofFamily());
        System.err.println("storm: again: " + replay);
        System.err.flush();
        Processes.kill(Processes.descendants(ProcessHandle.current().pid()));
        Runtime.getRuntime().halt(HUNG);
    }

    private void ended(Step step) {
        open.remove(step);
        waited(System.nanoTime() - step.sinceNanos, step.what);
    }

    /** A wait that was measured elsewhere. */
    synchronized void waited(long nanos, String what) {
        if (nanos <= longestNanos) return;
        longestNanos = nanos;
        longestWhat = what;
    }

    /** The longest step so far, in words. */
    synchronized String longest() {
        return longestNanos / 1_000_000 + " ms (" + longestWhat + ")";
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** One bounded wait. */
    static final class Step implements AutoCloseable {
        private final HangWatch watch;
        private final String what;
        private final long sinceNanos;

        private Step(HangWatch watch, String what, long sinceNanos) {
            this.watch = watch;
            this.what = what;
            this.sinceNanos = sinceNanos;
        }

        @Override
        public void close() {
            watch.ended(this);
        }
    }
}
