package dev.procession.benchmarks.pool;

import dev.procession.RemoteCallable;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One round of one rival, all rows but the deaths. The numbers here stand once more in {@code rivals/pool.py}; both must agree.
 */
final class PoolRound {
    /** New workers run interpreted code: so long of each kind of work goes first, which is not counted. */
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Before each row: to find out how many tasks fill the time that is measured. */
    private static final long RATING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final int FIRST_BATCH = 500;
    private static final int MOST_TASKS = 400_000;
    private static final int BACK_TO_BACK = 1_000;
    private static final int AFTER_IDLE = 60;
    private static final long IDLE_MILLIS = 10;

    private final Effort effort;
    private final Recorder recorder;

    PoolRound(Effort effort, Recorder recorder) {
        this.effort = effort;
        this.recorder = recorder;
    }

    void measure(Callable<TaskPool> opener) throws Exception {
        long start = System.nanoTime();
        try (TaskPool pool = opener.call()) {
            check(1, 1, pool.submit(addOne(0)).get());
            recorder.add(PoolRows.OPEN.id(), since(start) / 1e6);
            Map<Row, Batch> kinds = kinds(pool);
            // All of them before the first is measured, which would otherwise be the only one with cold workers.
            for (Batch kind : kinds.values()) rate(kind, effort.nanos(WARM_UP_NANOS));
            for (var kind : kinds.entrySet()) throughput(kind.getKey(), kind.getValue());
            if (!kinds.containsKey(PoolRows.OUTCOMES)) recorder.instead(PoolRows.OUTCOMES.id(), "no such call");
            latency(PoolRows.BACK_TO_BACK, effort.count(BACK_TO_BACK), 0, pool);
            latency(PoolRows.AFTER_IDLE, effort.count(AFTER_IDLE), IDLE_MILLIS, pool);
        }
    }

    private static Map<Row, Batch> kinds(TaskPool pool) throws Exception {
        Map<Row, Batch> kinds = new LinkedHashMap<>();
        kinds.put(PoolRows.MAP, pool::map);
        if (pool.outcomes(1).isPresent()) {
            kinds.put(PoolRows.OUTCOMES, count -> pool.outcomes(count).orElseThrow());
        }
        kinds.put(PoolRows.SUBMIT, count -> submitAll(pool, count));
        return kinds;
    }

    private void throughput(Row row, Batch batch) throws Exception {
        int count = bounded(rate(batch, effort.nanos(RATING_NANOS)) * effort.nanos(MEASURED_NANOS));
        recorder.add(row.id(), count * 1e9 / run(batch, count));
    }

    /** Works for so long and returns the tasks per nanosecond of the last batch. */
    private static double rate(Batch batch, long forNanos) throws Exception {
        long start = System.nanoTime();
        int count = FIRST_BATCH;
        double tasksPerNano;
        do {
            tasksPerNano = count / (double) run(batch, count);
            count = bounded(tasksPerNano * forNanos / 4);
        } while (since(start) < forNanos);
        return tasksPerNano;
    }

    private static int bounded(double count) {
        return (int) Math.clamp(count, FIRST_BATCH, MOST_TASKS);
    }

    private static long run(Batch batch, int count) throws Exception {
        long start = System.nanoTime();
        long sum = batch.run(count);
        long nanos = since(start);
        check(count, (long) count * (count + 1) / 2, sum);
        return nanos;
    }

    private static long submitAll(TaskPool pool, int count) throws Exception {
        List<Future<Integer>> futures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) futures.add(pool.submit(addOne(i)));
        long sum = 0;
        for (Future<Integer> future : futures) sum += future.get();
        return sum;
    }

    private void latency(Row row, int count, long pauseMillis, TaskPool pool) throws Exception {
        List<Double> micros = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (pauseMillis > 0) Thread.sleep(pauseMillis);
            long start = System.nanoTime();
            int result = pool.submit(addOne(i)).get();
            micros.add(since(start) / 1e3);
            check(1, i + 1, result);
        }
        recorder.add(row.id(), micros);
    }

    private static RemoteCallable<Integer> addOne(int n) {
        return () -> n + 1;
    }

    private static void check(int count, long expected, long sum) {
        if (sum != expected) {
            throw new IllegalStateException(
                    "the results of " + count + " tasks add up to " + sum + " instead of " + expected);
        }
    }

    private static long since(long start) {
        return System.nanoTime() - start;
    }

    /** Runs so many tasks and returns the sum of their results. */
    private interface Batch {
        long run(int count) throws Exception;
    }
}
