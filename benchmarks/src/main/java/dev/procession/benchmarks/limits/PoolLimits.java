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
    private static final double NANOS_A_MILLI = 1e6;
    private static final int MOST_TRIES = 10;

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
        answer(pool);
        for (int i = effort.count(LimitsBenchmark.SAMPLES_A_ROUND); i > 0; i--) {
            long start = System.nanoTime();
            awaitLoss(pool.submit(task));
            long end = System.nanoTime();
            overshoots.add((end - start) / NANOS_A_MILLI - LimitsBenchmark.LIMIT_MILLIS);
            answer(pool);
            replacements.add((System.nanoTime() - end) / NANOS_A_MILLI);
        }
        recorder.add(row.id(), overshoots);
    }

    /** On a busy machine, the first task of a new worker may itself pass the limit; then the next one counts. */
    private static void answer(ProcessPool pool) throws InterruptedException, ExecutionException {
        for (int tries = 1; ; tries++) {
            try {
                if (pool.submit(() -> Hang.addOne(1)).get() != 2) throw new IllegalStateException("1 + 1 is not 2");
                return;
            } catch (ExecutionException e) {
                if (tries == MOST_TRIES || !(e.getCause() instanceof TaskLostException)) throw e;
            }
        }
    }

    private static void awaitLoss(ProcessFuture<Integer> future) throws InterruptedException {
        try {
            throw new IllegalStateException("a task that hangs gave " + future.get());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TaskLostException)) throw new IllegalStateException(e);
        }
    }
}
