package dev.procession.benchmarks;

import dev.procession.benchmarks.Budget.State;
import dev.procession.benchmarks.Budget.Verdict;
import dev.procession.benchmarks.idle.IdleBenchmark;
import dev.procession.benchmarks.limits.LimitsBenchmark;
import dev.procession.benchmarks.pdf.PdfBenchmark;
import dev.procession.benchmarks.pool.PoolBenchmark;
import dev.procession.benchmarks.process.ProcessBenchmark;
import dev.procession.benchmarks.ring.RingBenchmark;
import dev.procession.benchmarks.sync.SyncBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The front door of the benchmarks: {@code procession bench NAME...}. */
public final class Bench {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final List<Benchmark> ALL = List.of(
            new RingBenchmark(),
            new SyncBenchmark(),
            new PoolBenchmark(),
            new ProcessBenchmark(),
            new LimitsBenchmark(),
            new PdfBenchmark(),
            new IdleBenchmark());

    private final BenchOptions options;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private Bench(BenchOptions options) {
        this.options = options;
    }

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
            return new Bench(options).run();
        } catch (UsageException e) {
            System.err.println("procession bench: " + e.getMessage());
            System.err.println(BenchOptions.USAGE);
            return MISUSED;
        } catch (InterruptedException | IOException e) {
            System.err.println("procession bench: the run did not come to its end");
            e.printStackTrace();
            return FAILED;
        }
    }

    private int run() throws InterruptedException, IOException {
        List<Benchmark> chosen = options.all() ? ALL : named();
        checkRivals(chosen);
        // Before the work: who may not save should learn it now.
        Optional<Path> root = options.save() || options.page() ? Optional.of(SourceTree.root()) : Optional.empty();
        Machine machine = Machine.here(); // once: later the load is our own
        Leftovers.killAllAtExit();
        for (Benchmark benchmark : chosen) run(benchmark, machine, root);
        if (root.isPresent()) {
            for (Path file : new Guide(root.get(), ALL).write()) told(root.get(), file);
        }
        return options.check() ? check() : DONE;
    }

    private void run(Benchmark benchmark, Machine machine, Optional<Path> root)
            throws InterruptedException, IOException {
        BenchRun run = new BenchRun(benchmark, options.quick() ? Effort.QUICK : Effort.FULL, options.without());
        Results results = run.measure(machine);
        System.out.println(new Report(benchmark, results).plain());
        if (root.isPresent()) told(root.get(), new Guide(root.get(), ALL).keep(benchmark, results));
        for (Budget budget : benchmark.budgets()) verdicts.add(budget.judge(results, options.without()));
        wrong.addAll(run.wrong());
    }

    private static void told(Path root, Path file) {
        System.out.println("written: " + root.relativize(file));
    }

    private int check() {
        System.out.print(Budget.table(verdicts).plain());
        wrong.forEach(sentence -> System.err.println("check failed: " + sentence));
        return statusOf(verdicts, wrong);
    }

    /** A budget that is missed fails a check, and so does whatever else is wrong; one that was not judged does not. */
    static int statusOf(List<Verdict> verdicts, List<String> wrong) {
        boolean missed = verdicts.stream().anyMatch(verdict -> verdict.state() == State.MISSED);
        return missed || !wrong.isEmpty() ? FAILED : DONE;
    }

    /** All of them are found before the first one runs. */
    private List<Benchmark> named() {
        List<Benchmark> found = new ArrayList<>();
        for (String name : options.names()) {
            found.add(ALL.stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("there is no benchmark '" + name + "'; --list shows them")));
        }
        return found;
    }

    private void checkRivals(List<Benchmark> chosen) {
        var ids = new TreeSet<String>();
        for (Benchmark benchmark : chosen) {
            for (Rival rival : benchmark.rivals(Effort.QUICK)) ids.add(rival.id());
        }
        for (String id : options.without()) {
            if (!ids.contains(id)) {
                throw new UsageException(
                        "there is no rival '" + id + "' to leave out; there are " + String.join(", ", ids));
            }
        }
    }
}
