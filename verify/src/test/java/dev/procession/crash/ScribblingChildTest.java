package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks that write garbage over the memory that their process shares with its parent. */
@ExtendWith(LeakCheck.class)
final class ScribblingChildTest {
    /** Each way alone, and so many tasks that damage in three ways. */
    private static final int MIXED_TASKS = 30;

    @RegisterExtension
    final Watchdog watchdog = new Watchdog(Delays.WATCHDOG.multipliedBy(5));

    /**
     * Whatever a worker does to its channel costs tasks of that very process at the most; every other task has its value,
     * nothing unforeseen happens in the parent, and the pool goes on.
     */
    @Test
    void aScribbleCostsItsOwnProcessOnly() throws Exception {
        long seed = Long.getLong("procession.seed", new Random().nextLong());
        System.out.println("aScribbleCostsItsOwnProcessOnly: -Dprocession.seed=" + seed);
        Random random = new Random(seed);
        Map<String, Integer> ends = new TreeMap<>();
        try (var complaints = new Complaints();
                var pool = ProcessPool.open(o -> o.withWorkers(2)
                        .withName("scribble")
                        .withMaxResultBytes(64 << 10)
                        .withOutput(Output.DISCARD)
                        .withJvmFlags("-XX:TieredStopAtLevel=1"))) {
            List<Scribbler> scribblers = new ArrayList<>();
            List<ProcessFuture<Integer>> innocents = new ArrayList<>();
            for (int i = 0; i < Scribble.Way.values().length + MIXED_TASKS; i++) {
                scribblers.add(Scribbler.submit(pool, i, random));
                int input = i;
                innocents.add(pool.submit(() -> innocent(input)));
            }
            Set<Long> scribbled = new HashSet<>();
            for (Scribbler scribbler : scribblers) {
                scribbled.add(scribbler.awaitPid());
                ends.merge(scribbler.check(), 1, Integer::sum);
            }
            for (int i = 0; i < innocents.size(); i++) {
                switch (innocents.get(i).outcome()) {
                    case Done<Object, Integer> done -> assertThat(done.value()).isEqualTo(i + 1);
                    case Lost<Object, Integer> lost ->
                        assertThat(scribbled) // damage of an earlier task that was found late
                                .as(lost.certificate().report())
                                .contains(lost.certificate().pid());
                    case Failed<Object, Integer> failed -> throw new AssertionError("task " + i, failed.cause());
                }
            }
            assertThat(pool.submit(() -> innocent(41)).get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo(42);
            assertThat(complaints.all()).isEmpty();
        } finally {
            System.out.println("aScribbleCostsItsOwnProcessOnly: " + ends);
        }
    }

    private static int innocent(int input) throws InterruptedException {
        Thread.sleep(2); // long enough that no other task waits in this worker's ring
        return input + 1;
    }

    /** One scribbling task and what may become of it. */
    private record Scribbler(List<Scribble.Way> ways, Scribble.Then then, ProcessFuture<Long> future) {
        static Scribbler submit(ProcessPool pool, int number, Random random) {
            Scribble.Way[] ways = Scribble.Way.values();
            Scribble.Then[] thens = Scribble.Then.values();
            var chosen = new ArrayList<Scribble.Way>();
            if (number < ways.length) chosen.add(ways[number]);
            else for (int i = 0; i < 3; i++) chosen.add(ways[random.nextInt(ways.length)]);
            Scribble.Then then = thens[random.nextInt(thens.length)];
            long seed = random.nextLong();
            return new Scribbler(chosen, then, pool.submit(() -> Scribble.run(chosen, then, seed)));
        }

        long awaitPid() throws InterruptedException {
            Outcome<Object, Long> outcome = future.outcome();
            return outcome.info().pid();
        }

        /** The end in words, which must be one that such a deed can have. */
        String check() throws InterruptedException {
            return switch (future.outcome()) {
                case Done<Object, Long> done -> {
                    assertThat(then).as("%s", this).isEqualTo(Scribble.Then.RETURN);
                    yield "value";
                }
                case Failed<Object, Long> failed -> {
                    assertThat(ways)
                            .as("%s: %s", this, failed.cause())
                            .anyMatch(way -> way.name().startsWith("GARBAGE"));
                    yield "garbage for a value";
                }
                case Lost<Object, Long> lost -> {
                    LossCause cause = lost.certificate().cause();
                    assertThat(mayEndBy(cause))
                            .as("%s: %s", this, lost.certificate().report())
                            .isTrue();
                    yield cause.kind();
                }
            };
        }

        private boolean mayEndBy(LossCause cause) {
            return switch (cause) {
                case LossCause.ChannelCorrupt corrupt -> true;
                case LossCause.Signaled(int signal, var _) -> signal == 9 && then == Scribble.Then.KILL;
                case LossCause.Exited(int code, var _) -> (code == 9 && then == Scribble.Then.HALT) || code == 0;
                case LossCause.Undetermined(String reason) -> reason.startsWith("the worker itself failed");
                default -> false;
            };
        }
    }
}
