package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Question: what does a lock between processes cost, free and contended, and how fast do events and conditions hand over?
 * <p>Rivals: CPython's {@code multiprocessing} in {@code rivals/sync.py}, a pthread mutex that is robust and shared in {@code
 * rivals/robust_mutex.c}; for reference, one word in shared memory and what the JDK has inside one JVM.
 * <p>Not shown here: read-write locks, semaphores, barriers, what a death costs, work under the lock and between two of them.
 * <p>Run: {@code ./procession bench sync}.
 */
public final class SyncBenchmark implements Benchmark {
    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String question() {
        return "What does a lock cost, free and contended, and how fast do events and conditions hand over? Takes four minutes.";
    }

    @Override
    public String title() {
        return "Sync: locks, events and counters between processes";
    }

    @Override
    public List<Row> rows() {
        return SyncRows.ALL;
    }

    @Override
    public List<Budget> budgets() {
        List<Budget> all = new ArrayList<>();
        String memory = JvmRival.Kind.MEMORY.id();
        all.add(Budget.atMost("sync: free lock beside a bare CAS pair", SyncRows.FREE, Pick.MEDIAN, 3, memory));
        all.add(Budget.atMost("sync: free lock beside CPython", SyncRows.FREE, Pick.MEDIAN, 0.5, PythonSync.ID));
        for (Row row : List.of(SyncRows.CONTENDED_2, SyncRows.CONTENDED_4)) {
            for (String rival : List.of(PythonSync.ID, RobustMutex.ID)) {
                String name = "sync: " + row.label() + " beside " + rival;
                all.add(Budget.atLeast(name, row, Pick.MEDIAN, 1, rival, Pick.MEDIAN));
            }
        }
        for (Row row : List.of(SyncRows.EVENT, SyncRows.CONDITION)) {
            all.add(Budget.atMost("sync: " + row.label() + ", p50", row, Pick.P50, 0.2, PythonSync.ID));
        }
        all.add(Budget.atMost("sync: add beside a bare getAndAdd", SyncRows.ADD, Pick.MEDIAN, 1.5, memory));
        return all;
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        List<Rival> all = new ArrayList<>();
        for (JvmRival.Kind kind : JvmRival.Kind.values()) all.add(new JvmRival(kind, effort));
        all.add(new PythonSync(effort));
        all.add(new RobustMutex(effort));
        return all;
    }

    /** All processes are new in each round, and warm up in it. */
    @Override
    public int warmUpRounds() {
        return 0;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "Work: nothing is done between unlock and lock, so that every process wants the lock all the time. A program"
                        + " that does something meets the free lock more often, and less wait.",
                "Fairness beyond the share of the slowest: all of these locks let a thread that comes by overtake those that"
                        + " sleep.",
                "Waiting with and without spinning, apart. If there is more than one processor, ours spins for up to 20 µs"
                        + " before it sleeps, or, after four times in vain, for up to 160 µs one time in four; the others"
                        + " sleep at once.",
                "Pinned processes: the kernel places all of them, as it would in a program.",
                "Several locks, kinds of locks or threads in one process; each part runs in a JVM of its own, which knows no"
                        + " other lock.",
                "What the death of an owner costs.");
    }
}
