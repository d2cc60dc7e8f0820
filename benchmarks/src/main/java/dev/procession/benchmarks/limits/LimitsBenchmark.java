package dev.procession.benchmarks.limits;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.List;

/**
 * Question: a task hangs and gives way to nothing; how long after its time limit is its outcome there, and how soon does the
 * pool work again?
 * <p>Rivals: the same by hand in CPython, a process for the task and {@code join}, {@code terminate}, {@code kill}, in
 * {@code rivals/limits.py}; and a thread of this JVM, which cannot be ended.
 * <p>Not shown here: tasks that give way to an interrupt, limits on memory and on stalling, many tasks over their limit at
 * once, and a machine whose cores are all busy.
 * <p>Run: {@code ./procession bench limits}.
 */
public final class LimitsBenchmark implements Benchmark {
    /** Long enough for the first task of a new worker, which keeps it. */
    static final long LIMIT_MILLIS = 300;
    /** The default of a pool. */
    static final long GRACE_MILLIS = 100;

    static final int SAMPLES_A_ROUND = 20;

    static final Row JAVA = Row.samples(
            "java",
            "overshoot, a loop",
            "ms",
            "From the time limit of " + LIMIT_MILLIS
                    + " ms to the outcome, for a loop that looks at no interrupt. The grace"
                    + " of " + GRACE_MILLIS
                    + " ms is in it. The clock starts at the call of `submit`, with a worker that"
                    + " waits for work.");
    static final Row NATIVE = Row.samples(
            "native", "overshoot, a sleep in native code", "ms", "The same for a task that sleeps in a system call.");
    static final Row REPLACEMENT = Row.samples(
            "replacement",
            "outcome to the next result",
            "ms",
            "From that outcome to the result of the next task, which needs another process: the pool has one worker.");

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String question() {
        return "How long after its time limit does a task that hangs have its outcome? Takes four minutes.";
    }

    @Override
    public String title() {
        return "Limits: tasks that hang";
    }

    @Override
    public List<Row> rows() {
        return List.of(JAVA, NATIVE, REPLACEMENT);
    }

    @Override
    public List<Budget> budgets() {
        double most = 100.0 + GRACE_MILLIS;
        return List.of(
                Budget.atMost("limits: overshoot of a loop, p99", JAVA, Pick.P99, most),
                Budget.atMost("limits: overshoot in native code, p99", NATIVE, Pick.P99, most));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        return List.of(new PoolLimits(effort), new ThreadLimits(), new PythonLimits(effort));
    }

    /** Each sample takes a process of its own, so nothing but the parent warms up, and that in the first samples. */
    @Override
    public int warmUpRounds() {
        return 0;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "Tasks that give way to an interrupt: their outcome comes without the grace.",
                "Limits on memory, on stalling, and many tasks that pass their limit at once.",
                "What a limit costs the tasks that keep it.");
    }
}
