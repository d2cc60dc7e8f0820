package dev.procession.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The second storm: threads that open, use, kill and end pools at random, each other's among them.
 *
 * <p>ChurnCount the threads share stands here. Only so many workers live at once as the machine can boot in a moment: a wait of five
 * seconds for a processor would be no hang of the pool.
 */
final class ChurnStorm {
    private static final int THREADS = 8;
    private static final int SLOTS = 6;
    private static final int PROGRESS_POOLS = 100;
    private static final int WORKERS_PER_PROCESSOR = 2;

    private final StormOptions options;
    private final Findings findings;
    private final HangWatch watch;
    private final Report report;
    private final Counts<ChurnCount> counts = new Counts<>(ChurnCount.class);
    private final AtomicReferenceArray<ChurnPool> slots = new AtomicReferenceArray<>(SLOTS);
    private final Queue<ChurnPool> all = new ConcurrentLinkedQueue<>();
    private final Semaphore workers =
            new Semaphore(WORKERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    private final AtomicInteger opened = new AtomicInteger();
    private long endNanos;

    ChurnStorm(StormOptions options, Findings findings, HangWatch watch, Report report) {
        this.options = options;
        this.findings = findings;
        this.watch = watch;
        this.report = report;
    }

    void run() throws InterruptedException {
        long startNanos = System.nanoTime();
        endNanos = startNanos + options.shareNanos();
        var random = new SplittableRandom(~options.seed()); // not that of the first storm
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            var actor = new ChurnActor(this, random.split());
            threads.add(Thread.ofPlatform().name("storm-churn-" + i).start(actor));
        }
        for (Thread thread : threads) thread.join();
        try (var _ = watch.step("dependents of ended futures")) {
            while (counts.of(ChurnCount.DEPENDENTS) < futures()) Thread.sleep(1);
        }
        for (ChurnPool pool : all) for (ChurnFuture future : pool.futures()) future.judge(findings, counts);
        counts.tell(report);
        report.add("  seconds", (System.nanoTime() - startNanos) / 1_000_000_000);
    }

    private long futures() {
        return all.stream().mapToLong(pool -> pool.futures().size()).sum();
    }

    boolean goesOn() {
        return opened.get() < options.pools() && System.nanoTime() - endNanos < 0;
    }

    AtomicReferenceArray<ChurnPool> slots() {
        return slots;
    }

    Semaphore workers() {
        return workers;
    }

    Findings findings() {
        return findings;
    }

    HangWatch watch() {
        return watch;
    }

    Counts<ChurnCount> counts() {
        return counts;
    }

    /** A pool is there, and will be looked at when all is over. */
    void opened(ChurnPool pool) {
        all.add(pool);
        int number = opened.incrementAndGet();
        if (number % PROGRESS_POOLS == 0) System.err.println("storm: " + number + " pools");
        counts.count(ChurnCount.OPENED);
    }
}
