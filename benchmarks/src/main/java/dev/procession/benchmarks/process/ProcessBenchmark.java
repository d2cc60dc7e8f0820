package dev.procession.benchmarks.process;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Question: how long does a process take from start to end, how soon is its death noticed, and how soon are children gone whose
 * parent was killed?
 * <p>Rivals: {@code ProcessBuilder} with {@code java Hello}, which is the least that a JVM takes, and {@code /bin/true}; CPython's
 * {@code multiprocessing} with each of its start methods, and {@code subprocess}, in {@code rivals/process.py}.
 * <p>Not shown here: many starts at once, a large class path, memory, and what a user's own classes add to the boot.
 * <p>Run: {@code ./procession bench process}.
 */
public final class ProcessBenchmark implements Benchmark {
    /** Of starts, commands and deaths. */
    static final int SAMPLES_A_ROUND = 20;
    /** Of parents that are killed. */
    static final int PARENTS_A_ROUND = 8;

    static final int CHILDREN_OF_A_PARENT = 4;

    static final Row START = Row.samples(
            "start",
            "start to end",
            "ms",
            "From the call that starts a process that has nothing to do until `join` returns. For `ProcessBuilder` a JVM that"
                    + " prints hello, for CPython a function that returns.");
    static final Row COMMAND = Row.samples(
            "command",
            "a command, start to end",
            "ms",
            "The same for `/bin/true`: `CommandProcess`, `ProcessBuilder` with its output discarded, `subprocess.run`.");
    static final Row DEATH = Row.samples(
            "death",
            "death to notice",
            "ms",
            "From just before `kill(2)` with SIGKILL of a process that sleeps, until its parent has been told: `onExit`, or"
                    + " CPython's `connection.wait([sentinel])`.");
    static final Row ORPHANS = Row.samples(
            "orphans",
            "parent killed to children gone",
            "ms",
            "From just before SIGKILL of a program with " + CHILDREN_OF_A_PARENT
                    + " children that sleep, daemons all, until the last of them has ended, with a busy loop for each core.");

    @Override
    public String name() {
        return "process";
    }

    @Override
    public String question() {
        return "How long does a process take from start to end, and how soon is its death known? Takes six minutes.";
    }

    @Override
    public String title() {
        return "Process: from start to end";
    }

    @Override
    public List<Row> rows() {
        return List.of(START, COMMAND, DEATH, ORPHANS);
    }

    @Override
    public List<Budget> budgets() {
        String spawn = PythonProcesses.Method.SPAWN.id();
        return List.of(
                Budget.atMost("process: start to end beside CPython spawn, p50", START, Pick.P50, 2, spawn),
                Budget.atMost(
                        "process: start to end beside java Hello, p50", START, Pick.P50, 2.7, BuilderProcesses.ID),
                Budget.atMost("process: death to notice, p99", DEATH, Pick.P99, 20),
                Budget.atMost("process: parent killed to children gone, p99", ORPHANS, Pick.P99, 200));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        List<Rival> all = new ArrayList<>(List.of(new OurProcesses(effort), new BuilderProcesses(effort)));
        for (PythonProcesses.Method method : PythonProcesses.Method.values()) {
            all.add(new PythonProcesses(method, effort));
        }
        return all;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "Many starts at once: JVMs that boot side by side share the cores.",
                "What a program's own class path and classes add. Here the child loads one class of the caller's.",
                "Memory: a child is a JVM of its own.",
                "A warm start: each child boots its JVM anew, without a class-data archive of its own.",
                "Work before the start. A fork copies what the parent has loaded, which here is little.");
    }
}
