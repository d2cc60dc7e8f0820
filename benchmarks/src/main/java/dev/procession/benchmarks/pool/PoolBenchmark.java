package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Question: what does a small task cost that runs in another process, and how soon is it known that its process died?
 * <p>Rivals: a fixed pool of threads in this JVM (what isolation is paid with), PP4J 2.2 (the same idea on the JVM), and
 * CPython's {@code multiprocessing.Pool} in {@code rivals/pool.py}.
 * <p>Not shown here: tasks that take time, large data, more than two workers, several submitters, pinned cores, memory,
 * and workers that have been warm for long: each round opens new pools.
 * <p>Run: {@code ./procession bench pool}.
 */
public final class PoolBenchmark implements Benchmark {
    @Override
    public String name() {
        return "pool";
    }

    @Override
    public String question() {
        return "What does a small task cost in another process, and how soon is a death known? Takes four minutes.";
    }

    @Override
    public String title() {
        return "Pool: two workers, small tasks";
    }

    @Override
    public List<Row> rows() {
        return PoolRows.ALL;
    }

    @Override
    public List<Budget> budgets() {
        return List.of(
                Budget.atLeast("pool: map beside CPython", PoolRows.MAP, Pick.MEDIAN, 3, PythonPool.ID, Pick.MEDIAN),
                Budget.atLeast("pool: map beside PP4J", PoolRows.MAP, Pick.MEDIAN, 8, PoolRival.PP4J_ID, Pick.BEST),
                Budget.atMost("pool: submit to result, p50", PoolRows.BACK_TO_BACK, Pick.P50, 0.2, PythonPool.ID),
                Budget.atMost("pool: SIGKILL to outcome, p99", PoolRows.DEATH, Pick.P99, 50));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        List<Rival> all = new ArrayList<>();
        for (PoolRival.Kind kind : PoolRival.Kind.values()) all.add(new PoolRival(kind, effort));
        all.add(new PythonPool(effort));
        return all;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "Tasks that take time. These only add one to a number, so the figures are all overhead; a task of a"
                        + " millisecond hides most of the differences.",
                "Large inputs and results, and how encoding grows with them.",
                "More than two workers, several threads that submit, or several pools.",
                "Latency with cores pinned; for that, see the ring. Where two sleepers sit on different cores, waking them"
                        + " costs many times more than on one, for every rival alike; nobody is pinned here.",
                "Memory: each worker of Procession and PP4J is a JVM of its own.",
                "Long-running workers. Every round opens new pools, whose JVMs have had some two seconds to warm up before"
                        + " the first row; threads in the JVM have had all rounds.");
    }
}
