package dev.procession.storm;

import dev.procession.testkit.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The third storm: threads that start trees of processes, kill, terminate, interrupt and wait for them at random, each other's
 * among them, and see to it that of an ended tree nothing is left.
 */
final class TreeStorm {
    private static final int THREADS = 8;
    private static final int SLOTS = 8;
    private static final int JVMS_PER_PROCESSOR = 2;
    private static final int PROGRESS_TREES = 100;

    private final StormOptions options;
    private final Findings findings;
    private final HangWatch watch;
    private final Report report;
    private final Counts<TreeCount> counts = new Counts<>(TreeCount.class);
    private final AtomicReferenceArray<Tree> slots = new AtomicReferenceArray<>(SLOTS);
    private final Semaphore jvms = new Semaphore(
            JVMS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), true); // for trees of two, too
    private final AtomicInteger planted = new AtomicInteger();
    private long endNanos;

    TreeStorm(StormOptions options, Findings findings, HangWatch watch, Report report) {
        this.options = options;
        this.findings = findings;
        this.watch = watch;
        this.report = report;
    }

    void run() throws InterruptedException {
        long startNanos = System.nanoTime();
        endNanos = startNanos + options.shareNanos();
        var random = new SplittableRandom(options.seed() * 31 + 3); // not that of the other storms
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            var actor = new TreeActor(this, random.split());
            threads.add(Thread.ofPlatform().name("storm-tree-" + i).start(actor));
        }
        for (Thread thread : threads) thread.join();
        counts.tell(report);
        report.add("  seconds", (System.nanoTime() - startNanos) / 1_000_000_000);
    }

    boolean goesOn() {
        boolean wanted = options.seconds().isPresent() || counts.of(TreeCount.STARTED) < options.trees();
        return wanted && System.nanoTime() - endNanos < 0;
    }

    /** What will stand in the command lines of one tree, and of no other: a part of a second, for {@code sleep}. Of one width. */
    String nextMark() {
        return "0.%d%06d".formatted(ProcessHandle.current().pid(), planted.incrementAndGet());
    }

    /** A tree stands. */
    void started(Tree tree) {
        counts.count(TreeCount.STARTED);
        counts.count(tree.kind());
        long number = counts.of(TreeCount.STARTED);
        if (number % PROGRESS_TREES == 0) System.err.println("storm: " + number + " trees");
    }

    /** Whether a process runs that has this mark. */
    boolean isLeft(String mark) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(Processes::isRunning)
                .anyMatch(pid -> Processes.commandLine(pid).contains(mark));
    }

    AtomicReferenceArray<Tree> slots() {
        return slots;
    }

    Semaphore jvms() {
        return jvms;
    }

    Findings findings() {
        return findings;
    }

    HangWatch watch() {
        return watch;
    }

    Counts<TreeCount> counts() {
        return counts;
    }
}
