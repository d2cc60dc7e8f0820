package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.TaskContext;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.KillSwitch;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill tables of ControlBlock, TaskBoard and the rings as a pool uses them: a worker is killed, its pool goes on. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class WorkerKillTest {
    private static final int INPUTS = 8;

    /** What is left: how many inputs are lost. */
    static final List<Row> BOOTS = List.of(
            Row.of(
                    "joining the domain and being armed",
                    "0",
                    "ChildMain.ready before armKillOnHangup",
                    "ChildMain.ready after armKillOnHangup",
                    "ChildMain.ready after setParentDeathSignal"),
            Row.of(
                    "heap max and boot",
                    "0",
                    "ControlBlock.ready before longRelease",
                    "ControlBlock.ready after longRelease"),
            Row.of("boot and the first look at commands", "0", "ControlBlock.ready after intRelease"));

    static final List<Row> TASKS = List.of(
            Row.of(
                    "OFFERED and STARTED",
                    "0",
                    "TaskBoard.start before longRelease",
                    "TaskBoard.start after longRelease",
                    "TaskBoard.start after longRelease#2"),
            Row.of(
                    "STARTED and the result",
                    "1",
                    "TaskBoard.start after longCompareAndSet",
                    "TaskBoard.progress before longRelease",
                    "TaskBoard.progress after longRelease",
                    "ControlBlock.noteHeap before longRelease",
                    "ControlBlock.noteHeap after longRelease",
                    "RingWriter.put before set",
                    "RingWriter.put after set",
                    "RingWriter.put after set#2",
                    "Outgoing.take before copy",
                    "Outgoing.take after copy"),
            Row.of(
                    "the result and DONE",
                    "0",
                    "RingWriter.put after longRelease",
                    "TaskBoard.done before longCompareAndSet"),
            Row.of("DONE and the next task", "0", "TaskBoard.done after longCompareAndSet"));

    static final List<Row> ENDS = List.of(
            Row.of(
                    "a text and its size",
                    "0",
                    "ControlBlock.writeText before copy",
                    "ControlBlock.writeText after copy",
                    "ControlBlock.writeText after intRelease"),
            Row.of(
                    "a text and the end's mark",
                    "0",
                    "ControlBlock.markEnd before intCompareAndSet",
                    "ControlBlock.markEnd after intCompareAndSet"));

    @TempDir
    Path folder;

    static Stream<Arguments> rows() {
        return Row.cases(Stream.of(BOOTS, TASKS, ENDS).flatMap(List::stream).toList());
    }

    /** Wherever a worker is killed: each input has one outcome, only a begun one is lost, and no process is left. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void onlyWhatHadBegunIsLost(Row row, KillPoint point) throws Exception {
        Path ticket = Files.createFile(folder.resolve("ticket"));
        var outcomes = new ArrayList<Outcome<Integer, Integer>>();
        try (var pool = ProcessPool.open(o -> options(o, point, ticket))) {
            for (int i = 0; i < INPUTS; i++) { // one by one: the keeper is asleep when a result comes
                try (var one = pool.<Integer, Integer>outcomes(WorkerKillTest::task, List.of(i))) {
                    one.forEach(outcomes::add);
                }
            }
        }
        assertThat(ticket).as("the ticket of the one that was to be killed").doesNotExist();
        assertThat(outcomes.stream().map(Outcome::input))
                .containsExactlyElementsOf(IntStream.range(0, INPUTS).boxed().toList());
        List<LossCause> lost = new ArrayList<>();
        for (Outcome<Integer, Integer> outcome : outcomes) {
            switch (outcome) {
                case Done<Integer, Integer> done -> assertThat(done.value()).isEqualTo(-done.input());
                case Lost<Integer, Integer> loss -> lost.add(loss.certificate().cause());
                default -> throw new AssertionError(outcome);
            }
        }
        assertThat(lost).hasSize(Integer.parseInt(row.leaves()));
        assertThat(lost).allMatch(new LossCause.Signaled(9, "SIGKILL")::equals);
    }

    private static int task(int input) {
        TaskContext.current().progress();
        return -input;
    }

    private static PoolOptions options(PoolOptions options, KillPoint point, Path ticket) {
        List<Path> path =
                Census.woven().before(PeerSpec.of(WorkerKillTest.class).classPath());
        return options.withWorkers(1)
                .withChild(c -> c.withClassPath(path)
                        .withJvmFlags("-XX:TieredStopAtLevel=1")
                        .withSystemProperty(KillSwitch.POINT, point.name())
                        .withSystemProperty(KillSwitch.TICKET, ticket.toString()));
    }
}
