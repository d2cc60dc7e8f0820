package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers are killed at random; no input is lost without an outcome, and the pool goes on. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class WorkerDeathTest {
    private static final int IDLE_KILLS = 30;
    private static final int INPUTS = 3000;

    /** Row 5, its everyday part: an idle worker killed again and again leaves a pool that works. */
    @Test
    void idleWorkersMayBeKilledAtWill() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withName("idle"))) {
            for (int i = 0; i < IDLE_KILLS; i++) {
                Eventually.holds("an idle worker", () -> idle(pool) > 0);
                Processes.kill(idle(pool));
                int input = i;
                assertThat(pool.run(() -> input * 2)).isEqualTo(input * 2);
            }
        }
    }

    /** A worker killed as it boots is replaced, and says nothing against the pool. */
    @Test
    void bootingWorkersMayBeKilled() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("boot"))) {
            for (int i = 0; i < 5; i++) {
                int generation = i + 1;
                Eventually.holds(
                        "a booting process",
                        () -> pool.workers().getFirst().generation() >= generation
                                && pool.workers().getFirst().pid() > 0);
                Processes.kill(pool.workers().getFirst().pid());
            }
            assertThat(pool.run(() -> 42)).isEqualTo(42);
        }
    }

    /** Under kills at random every input gets one outcome: its value, or the death of the process that ran it. */
    @Test
    void everyInputGetsOneOutcome() throws Exception {
        long seed = Long.getLong("procession.seed", new Random().nextLong());
        System.out.println("everyInputGetsOneOutcome: -Dprocession.seed=" + seed);
        Random random = new Random(seed);
        List<Integer> inputs = IntStream.range(0, INPUTS).boxed().toList();
        Map<Integer, Integer> seen = new HashMap<>();
        var lost = new ArrayList<Outcome<Integer, Integer>>();
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withName("storm"));
                var outcomes = pool.outcomes(WorkerDeathTest::work, inputs)) {
            for (Outcome<Integer, Integer> outcome : outcomes) {
                seen.merge(outcome.input(), 1, Integer::sum);
                switch (outcome) {
                    case Done<Integer, Integer> done -> assertThat(done.value()).isEqualTo(done.input() + 1);
                    case Lost<Integer, Integer> loss -> lost.add(loss);
                    default -> throw new AssertionError(outcome);
                }
                if (random.nextInt(200) == 0) Processes.kill(anyOf(pool, random));
            }
        }
        assertThat(seen).hasSize(INPUTS).values().containsOnly(1);
        for (Outcome<Integer, Integer> loss : lost) {
            LossCause cause = ((Lost<Integer, Integer>) loss).certificate().cause();
            assertThat(cause).isEqualTo(new LossCause.Signaled(9, "SIGKILL"));
        }
    }

    private static int work(int input) {
        long end = System.nanoTime() + 200_000;
        while (System.nanoTime() < end) Thread.onSpinWait();
        return input + 1;
    }

    private static long idle(ProcessPool pool) {
        return pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.IDLE && w.pid() > 0)
                .mapToLong(WorkerInfo::pid)
                .findFirst()
                .orElse(0);
    }

    /** A process of the pool, whatever it does; waits until there is one. */
    private static long anyOf(ProcessPool pool, Random random) {
        while (true) {
            WorkerInfo worker = pool.workers().get(random.nextInt(2));
            if (worker.pid() > 0) return worker.pid();
        }
    }
}
