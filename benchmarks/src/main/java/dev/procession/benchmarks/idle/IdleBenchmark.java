package dev.procession.benchmarks.idle;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.List;

/**
 * Question: how much of the processors does a pool use that has nothing to do?
 * <p>Rivals: CPython's {@code Pool} in {@code rivals/idle.py}, and a JVM that waits for input, which is the least that any
 * JVM uses.
 * <p>Not shown here: memory, and how often an idle process wakes: a wake-up that ends in a microsecond costs a sleeping
 * machine more than that.
 * <p>Run: {@code ./procession bench idle}.
 */
public final class IdleBenchmark implements Benchmark {
    /** One tick of the clock by which the kernel counts processor time for {@code top} and {@code ps}. */
    private static final double TICK_MICROS = 10_000;

    static final Row PARENT = Row.cost(
            "parent",
            "processor time of the parent in 10 s",
            "µs",
            "Of all threads of the process that opened the pool, from two seconds after it was used last. From"
                    + " `/proc/PID/task/*/schedstat`; where that is less than `/proc/PID/stat` by more than a tick, the latter.");
    static final Row WORKER = Row.cost(
            "worker",
            "processor time of a worker in 10 s",
            "µs",
            "The same for the one of the two workers that used more.");

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String question() {
        return "How much of the processors does an idle pool use? Takes five minutes.";
    }

    @Override
    public String title() {
        return "Idle: a pool that has nothing to do";
    }

    @Override
    public List<Row> rows() {
        return List.of(PARENT, WORKER);
    }

    @Override
    public List<Budget> budgets() {
        return List.of(
                Budget.atMost("idle: parent in 10 s, worst round", PARENT, Pick.WORST, TICK_MICROS),
                Budget.atMost("idle: worker in 10 s, worst round", WORKER, Pick.WORST, TICK_MICROS));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        return List.of(
                new IdleRival(IdleRival.Kind.PROCESSION, effort),
                new IdleRival(IdleRival.Kind.JVM, effort),
                new IdleRival(IdleRival.Kind.PYTHON, effort));
    }

    /** Each round starts new processes, and lets them settle. */
    @Override
    public int warmUpRounds() {
        return 0;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "Memory.",
                "How often an idle process wakes up, which matters to the battery more than for how long.",
                "The seconds after work, in which compilers and collectors finish theirs.");
    }
}
