package dev.procession.examples.demo;

import dev.procession.examples.Pdf;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Files per second in a pool of processes beside as many threads of this JVM.
 *
 * <p>Rounds alternate, so that what else the machine does meets both; the first ones warm up and are not counted.
 */
final class Throughput {
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 5;
    private static final int LEAST_FILES = 40;

    private final List<String> files;
    private final int workers;

    Throughput(List<Path> good, int workers) {
        var repeated = new ArrayList<String>();
        while (!good.isEmpty() && repeated.size() < LEAST_FILES) good.forEach(f -> repeated.add(f.toString()));
        this.files = List.copyOf(repeated);
        this.workers = workers;
    }

    String measure(PoolOptions options) throws Exception {
        if (files.isEmpty()) return "throughput: no good file";
        double[] inPool = new double[ROUNDS];
        double[] inJvm = new double[ROUNDS];
        try (var pool = ProcessPool.open(_ -> options.withOutput(Output.DISCARD));
                var threads = Executors.newFixedThreadPool(workers)) {
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                double processes = inPool(pool);
                double executor = inJvm(threads);
                if (round < 0) continue;
                inPool[round] = processes;
                inJvm[round] = executor;
            }
        }
        double ratio = median(inPool) / median(inJvm);
        return "throughput, " + files.size() + " good files a round, median of " + ROUNDS + " rounds after "
                + WARM_UP_ROUNDS + ":\n" + line(workers + " worker processes", inPool)
                + line(workers + " threads of this JVM", inJvm)
                + String.format(Locale.ROOT, "  ratio %.2f", ratio);
    }

    private double inPool(ProcessPool pool) throws InterruptedException {
        long start = System.nanoTime();
        List<Pdf.Facts> facts = pool.map(Demo::read, files);
        return perSecond(facts.size(), start);
    }

    private double inJvm(ExecutorService threads) throws Exception {
        long start = System.nanoTime();
        List<Callable<Pdf.Facts>> tasks = new ArrayList<>();
        for (String file : files) tasks.add(() -> Demo.read(file));
        int ended = 0;
        for (Future<Pdf.Facts> future : threads.invokeAll(tasks))
            ended += future.get().pages() >= 0 ? 1 : 0;
        return perSecond(ended, start);
    }

    private static double perSecond(int count, long startNanos) {
        return count / ((System.nanoTime() - startNanos) / 1e9);
    }

    private static String line(String what, double[] rates) {
        double[] sorted = sorted(rates);
        return String.format(
                Locale.ROOT,
                "  %-24s %7.0f files/s (%.0f to %.0f)%n",
                what,
                median(rates),
                sorted[0],
                sorted[ROUNDS - 1]);
    }

    private static double median(double[] rates) {
        return sorted(rates)[ROUNDS / 2];
    }

    private static double[] sorted(double[] rates) {
        double[] copy = rates.clone();
        Arrays.sort(copy);
        return copy;
    }
}
