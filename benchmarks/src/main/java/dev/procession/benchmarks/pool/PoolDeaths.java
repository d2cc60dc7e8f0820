package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What becomes of a task whose worker is killed, and when that is known. */
final class PoolDeaths {
    private static final int NEVER_SECONDS = 10;

    private static final long APPEAR_NANOS = TimeUnit.SECONDS.toNanos(20);

    private PoolDeaths() {}

    /** After how long nobody believes in an outcome any more. */
    static int neverSeconds(Effort effort) {
        return effort.count(NEVER_SECONDS);
    }

    /** Kills one worker after the other; gives up at the first whose task is not known to be lost in time. */
    static void measure(Callable<TaskPool> opener, int kills, Effort effort, Recorder recorder) throws Exception {
        Path folder = Files.createTempDirectory("procession-bench");
        String busyFile = Files.createFile(folder.resolve("busy")).toString();
        int cores = Runtime.getRuntime().availableProcessors();
        try (TaskPool pool = opener.call()) {
            Future<Integer> load = pool.submit(() -> Tasks.load(busyFile, cores));
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < kills; i++) {
                double one = killOne(pool, folder.resolve("pid-" + i), neverSeconds(effort));
                if (Double.isNaN(one)) {
                    recorder.instead(PoolRows.DEATH.id(), "never (" + neverSeconds(effort) + " s)");
                    return;
                }
                millis.add(one);
            }
            if (load.isDone()) throw new IllegalStateException("the load ended before the last kill");
            recorder.add(PoolRows.DEATH.id(), millis);
        } finally {
            delete(folder); // which also ends the load, should it have outlived its pool
        }
    }

    /** Returns the milliseconds from the kill to the outcome, or NaN if there is none in time. */
    private static double killOne(TaskPool pool, Path pidFile, int neverSeconds) throws Exception {
        String name = pidFile.toString();
        Future<Integer> future = pool.submit(() -> Tasks.victim(name));
        long pid = awaitPid(pidFile, future);
        ProcessHandle worker = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("worker " + pid + " is gone before its kill"));
        long start = System.nanoTime();
        if (!worker.destroyForcibly()) throw new IllegalStateException("cannot kill worker " + pid);
        try {
            int result = future.get(neverSeconds, TimeUnit.SECONDS);
            throw new IllegalStateException("the killed task gave " + result);
        } catch (ExecutionException | CancellationException _) {
            return (System.nanoTime() - start) / 1e6;
        } catch (TimeoutException _) {
            return Double.NaN;
        }
    }

    private static long awaitPid(Path file, Future<?> victim) throws Exception {
        long start = System.nanoTime();
        while (!Files.exists(file)) {
            if (victim.isDone()) throw new IllegalStateException("the victim ended before its kill: " + victim.get());
            if (System.nanoTime() - start > APPEAR_NANOS) throw new IllegalStateException("the victim does not start");
            Thread.sleep(5);
        }
        return Long.parseLong(Files.readString(file));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
