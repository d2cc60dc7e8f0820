package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Several processes that want one lock all the time. This one sleeps meanwhile. */
final class Contended {
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final Effort effort;
    private final String file;
    private final Field field;

    Contended(Effort effort, Path file) throws Exception {
        this.effort = effort;
        this.file = file.toString();
        this.field = Field.map(file);
    }

    /**
     * What came of it.
     *
     * @param perSecond increments of all
     * @param waitMicros the 99th percentile of the waits for the lock
     * @param leastShare of the slowest, in percent of an equal share
     */
    record Outcome(double perSecond, double waitMicros, double leastShare) {}

    Outcome run(int processes) throws Exception {
        try (ProcessLock lock = ProcessLock.create()) {
            String path = file;
            List<CompletableFuture<Increments>> all = new ArrayList<>();
            for (int i = 0; i < processes; i++) all.add(ChildProcess.call(() -> Increments.make(lock, path)));
            while (field.ready() < processes) {
                // Whoever is done by now has failed.
                for (var one : all) if (one.isDone()) one.get();
                Thread.sleep(1);
            }
            double perSecond = phases();
            List<Increments> done = new ArrayList<>();
            for (var one : all) done.add(one.get());
            return outcome(perSecond, done);
        }
    }

    /** Start-up and warm-up are over, and nobody has stopped, in what is counted. */
    private double phases() throws InterruptedException {
        field.phase(Field.WARM_UP);
        TimeUnit.NANOSECONDS.sleep(effort.nanos(WARM_UP_NANOS));
        field.phase(Field.MEASURE);
        long count = field.counter();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(effort.nanos(MEASURED_NANOS));
        double perSecond = (field.counter() - count) * 1e9 / (System.nanoTime() - start);
        field.phase(Field.STOP);
        return perSecond;
    }

    private Outcome outcome(double perSecond, List<Increments> done) {
        long total = done.stream().mapToLong(Increments::total).sum();
        if (total != field.counter()) {
            throw new IllegalStateException("the counter is " + field.counter() + " after " + total
                    + " increments: the lock let two processes in at once");
        }
        long measured = done.stream().mapToLong(Increments::measured).sum();
        long least = done.stream().mapToLong(Increments::measured).min().orElse(0);
        Waits waits = new Waits();
        for (Increments one : done) waits.addAll(one.waits());
        return new Outcome(perSecond, waits.percentile(99) / 1e3, 100.0 * least * done.size() / measured);
    }
}
