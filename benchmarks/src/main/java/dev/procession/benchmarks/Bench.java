package dev.procession.benchmarks;

import dev.procession.benchmarks.pool.PoolBenchmark;
import java.util.ArrayList;
import java.util.List;

/** The front door of the benchmarks: {@code procession bench NAME...}. */
public final class Bench {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final List<Benchmark> ALL = List.of(new PoolBenchmark());

    private Bench() {}

    /**
     * Runs the benchmarks that are named and ends the JVM with a status: 0, 1 if a check failed, 2 for wrong words.
     *
     * @param args names and options
     */
    public static void main(String[] args) {
        // Always by exit: threads that a rival leaves behind would keep the JVM alive.
        System.exit(run(args));
    }

    static int run(String... args) {
        try {
            BenchOptions options = BenchOptions.parse(args);
            if (options.list()) {
                ALL.forEach(benchmark -> System.out.println(benchmark.name() + "  " + benchmark.question()));
                return DONE;
            }
            int status = DONE;
            for (Benchmark benchmark : named(options)) status = Math.max(status, benchmark.run(options));
            return status;
        } catch (UsageException e) {
            System.err.println("procession bench: " + e.getMessage());
            System.err.println(BenchOptions.USAGE);
            return MISUSED;
        } catch (Exception e) {
            System.err.println("procession bench: the benchmark did not come to its end");
            e.printStackTrace();
            return FAILED;
        }
    }

    /** All of them are found before the first one runs. */
    private static List<Benchmark> named(BenchOptions options) {
        List<Benchmark> found = new ArrayList<>();
        for (String name : options.names()) {
            found.add(ALL.stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("there is no benchmark '" + name + "'; --list shows them")));
        }
        return found;
    }
}
