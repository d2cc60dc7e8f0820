package dev.procession.benchmarks.ring;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Question: how fast do two processes talk through our ring, when they spin and when they sleep, on one core and on two?
 * <p>Rivals: Aeron IPC, a Unix domain socket between two JVMs, CPython's {@code Pipe} in {@code rivals/ring.py}, a
 * {@code SynchronousQueue} between threads of one JVM; and as the limit one shared word, a futex and a copy of memory.
 * <p>Not shown here: several writers, encoding of objects, processes that do something else meanwhile, and latency in
 * between: a bell that spins for a while before it sleeps.
 * <p>Run: {@code ./procession bench ring}.
 */
public final class RingBenchmark implements Benchmark {
    @Override
    public String name() {
        return "ring";
    }

    @Override
    public String question() {
        return "How fast do two processes talk through the ring, spinning and asleep? Takes six minutes.";
    }

    @Override
    public String title() {
        return "Ring: messages between two processes";
    }

    @Override
    public List<Row> rows() {
        return RingRows.ALL;
    }

    @Override
    public List<Budget> budgets() {
        return List.of(
                Budget.atMost("ring: spinning, p50", RingRows.SPINNING, Pick.P50, 2, RingRival.Kind.AERON.id()),
                Budget.atMost("ring: asleep on one core, p50", RingRows.ONE_CORE, Pick.P50, 1, PythonPipe.ID),
                Budget.atMost("ring: asleep on two cores, p50", RingRows.TWO_CORES, Pick.P50, 1, PythonPipe.ID),
                Budget.atLeast("ring: one way", RingRows.ONE_WAY, Pick.MEDIAN, 5_000_000));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        List<Rival> all = new ArrayList<>();
        for (RingRival.Kind kind : RingRival.Kind.values()) all.add(new RingRival(kind, effort));
        all.add(new PythonPipe(effort));
        return all;
    }

    /** Both processes are new in each round, and warm up in it. */
    @Override
    public int warmUpRounds() {
        return 0;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "Several writers or readers, and encoding: what travels is bytes.",
                "The wait between spinning and sleep: by default, a reader first spins for some microseconds where more than"
                        + " one processor may be used. Asleep means here that this is switched off.",
                "Processes that have other things to do, and more processes than cores.",
                "Aeron asleep: it has no sleep that a message ends. Its rows show its back-off strategy, which spins, then"
                        + " yields, then naps for up to a millisecond; on two cores the answer comes before the first nap.",
                "The tail beyond the 99th percentile: of each round, two hundred evenly spread round trips are kept.");
    }
}
