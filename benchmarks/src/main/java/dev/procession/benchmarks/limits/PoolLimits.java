package dev.procession.benchmarks.limits;

import dev.procession.RemoteCallable;
import dev.procession.TaskLostException;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Ours. */
final class PoolLimits implements Rival {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Effort effort;

    PoolLimits(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return OURS;
    }

    @Override
    public String title() {
        return "Procession";
    }

    @Override
    public String about() {
        return "`ProcessPool` of one worker, `withTaskTimeout` of " + LimitsBenchmark.LIMIT_MILLIS
                + " ms, the default grace";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        Duration limit = Duration.ofMillis(LimitsBenchmark.LIMIT_MILLIS);
        List<Double> replacements = new ArrayList<>();
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withTaskTimeout(limit))) {
            hang(LimitsBenchmark.JAVA, Hang::inJava, pool, replacements, recorder);
            hang(LimitsBenchmark.NATIVE, Hang::inNativeCode, pool, replacements, recorder);
        }
        recorder.add(LimitsBenchmark.REPLACEMENT.id(), replacements);
    }

    private void hang(
            Row row, RemoteCallable<Integer> task, ProcessPool pool, List<Double> replacements, Recorder recorder)
            throws Exception {
        List<Double> overshoots = new ArrayList<>();
        int _ = pool.submit(() -> Hang.addOne(1)).get();
        for (int i = effort.count(LimitsBenchmark.SAMPLES_A_ROUND); i > 0; i--) {
            long start = System.nanoTime();
            awaitLoss(pool.submit(task));
            long end = System.nanoTime();
            overshoots.add((end - start) / 1e6 - LimitsBenchmark.LIMIT_MILLIS);
            int n = i;
            if (pool.submit(() -> Hang.addOne(n)).get() != n + 1) throw new IllegalStateException("not " + n + " + 1");
            replacements.add((double) (System.nanoTime() - end) / NANOS_A_MILLI);
        }
        recorder.add(row.id(), overshoots);
    }

    private static void awaitLoss(ProcessFuture<Integer> future) throws InterruptedException {
        try {
            throw new IllegalStateException("a task that hangs gave " + future.get());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TaskLostException)) throw new IllegalStateException(e);
        }
    }
}
