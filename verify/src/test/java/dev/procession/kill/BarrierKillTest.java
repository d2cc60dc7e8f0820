package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessBarrier;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of BarrierCell: a process is killed in the middle of what it does at barriers, and the others learn of it and go on. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class BarrierKillTest {
    private static final String NOTHING = "nothing";
    private static final String OPEN = "a generation that is not complete";
    private static final String COMPLETE = "a generation that is complete, and a dead party";
    private static final String ALONE = "a broken barrier at which nobody waits";
    private static final String ORPHANED = "the same, which another dead party had left";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "making it and the number of parties",
                    NOTHING,
                    "BarrierCell.begin before intRelease",
                    "BarrierCell.begin after intRelease"),
            Row.of(
                    "becoming a party and freeing the lock",
                    OPEN,
                    "BarrierCell.enrol before longRelease",
                    "BarrierCell.enrol after longRelease"),
            Row.of(
                    "being the last and the turn's move",
                    OPEN,
                    "BarrierCell.complete before longRelease",
                    "BarrierCell.complete after longRelease"),
            Row.of("the turn's move and freeing the lock", COMPLETE, "BarrierCell.complete after intVolatile"),
            Row.of(
                    "arriving and the end of the generation",
                    ALONE,
                    "BarrierCell.arrive before longRelease",
                    "BarrierCell.arrive after longRelease"),
            Row.of(
                    "beginning the action and freeing the lock",
                    ALONE,
                    "BarrierCell.act before longRelease",
                    "BarrierCell.act after longRelease"),
            Row.of(
                    "the stores of a break",
                    ALONE,
                    "BarrierCell.breakDown before longRelease",
                    "BarrierCell.breakDown after longRelease",
                    "BarrierCell.breakDown after intRelease",
                    "BarrierCell.breakDown after longRelease#2",
                    "BarrierCell.breakDown after intVolatile"),
            Row.of(
                    "the stores of a reset",
                    ALONE,
                    "BarrierCell.fill before longRelease",
                    "BarrierCell.fill after longRelease"),
            Row.of(
                    "leaving and freeing the lock",
                    ALONE,
                    "BarrierCell.withdraw before longRelease",
                    "BarrierCell.withdraw after longRelease"),
            Row.of(
                    "forgetting the dead and freeing the lock",
                    ORPHANED,
                    "BarrierCell.forgetDead before longRelease",
                    "BarrierCell.forgetDead after longRelease"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a process is killed: who waits learns how its generation ended, who comes that it is broken, and a reset mends it. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void othersLearnAndGoOn(Row row, KillPoint point) throws Exception {
        try (ProcessBarrier met = ProcessBarrier.create(2);
                ProcessBarrier acting = ProcessBarrier.create(2, () -> {});
                ProcessBarrier orphaned = ProcessBarrier.create(2)) {
            if (row.leaves().equals(ORPHANED)) leaveDeadParty(orphaned);
            FutureTask<Integer> waiting = arriving(met);
            Eventually.holds("it has arrived", () -> met.getNumberWaiting() == 1);
            ArmedChild.killedAt(point, () -> BarrierVictim.run(met, acting, orphaned));
            switch (row.leaves()) {
                case NOTHING -> {
                    assertThat(met.await(Delays.LONG)).isZero();
                    assertThat(index(waiting)).isEqualTo(1);
                }
                case OPEN -> assertThatThrownBy(() -> index(waiting)).hasCauseInstanceOf(BrokenBarrierException.class);
                case COMPLETE -> {
                    assertThat(index(waiting)).isEqualTo(1);
                    assertBroken(met);
                }
                case ALONE -> {
                    assertThat(index(waiting)).isEqualTo(1);
                    assertBroken(acting);
                }
                default -> {
                    assertThat(index(waiting)).isEqualTo(1);
                    assertBroken(orphaned);
                }
            }
            for (ProcessBarrier each : List.of(met, acting, orphaned)) assertMended(each);
        }
    }

    private static void assertBroken(ProcessBarrier barrier) {
        assertThatThrownBy(() -> barrier.await(Delays.LONG))
                .isInstanceOf(BrokenBarrierException.class)
                .hasMessageContaining("died");
        assertThat(barrier.isBroken()).isTrue();
    }

    private static void assertMended(ProcessBarrier barrier) throws Exception {
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        FutureTask<Integer> other = arriving(barrier);
        assertThat(barrier.await(Delays.LONG) + index(other)).isEqualTo(1);
    }

    private static FutureTask<Integer> arriving(ProcessBarrier barrier) {
        var task = new FutureTask<>(() -> barrier.await(Delays.LONG));
        Thread.ofPlatform().start(task);
        return task;
    }

    private static int index(FutureTask<Integer> arrival) throws Exception {
        return arrival.get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void leaveDeadParty(ProcessBarrier barrier) throws InterruptedException {
        try (var party = ChildProcess.launch(o -> o.withJvmFlags("-XX:TieredStopAtLevel=1"), barrier::register)) {
            assertThat(party.join()).isEqualTo(new ExitStatus.Exited(0));
        }
    }
}
