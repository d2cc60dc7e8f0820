package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.ProcessEvent;
import dev.procession.sync.Waiters;
import dev.procession.testkit.Delays;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill tables of SharedEvent and SharedLatch: a process is killed in the middle of set, clear or countDown, and the others go on. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class EventKillTest {
    private static final String NOTHING = "nothing";
    private static final String SET = "a set event";
    private static final String PULSED = "an event that was set, and cleared";
    private static final String ZERO = "a count of zero";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "making it and the count",
                    NOTHING,
                    "SharedLatch.begin before intRelease",
                    "SharedLatch.begin after intRelease"),
            Row.of("looking and setting", NOTHING, "SharedEvent.set before intCompareAndSet"),
            Row.of("unset → set and its wake", SET, "SharedEvent.set after intCompareAndSet"),
            Row.of("looking and clearing", SET, "SharedEvent.clear before intCompareAndSet"),
            Row.of("clearing and going on", PULSED, "SharedEvent.clear after intCompareAndSet"),
            Row.of("looking and counting down", PULSED, "SharedLatch.countDown before intCompareAndSet"),
            Row.of("the count of zero and its wake", ZERO, "SharedLatch.countDown after intCompareAndSet"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a process is killed: who waits is let through by what it did, without anybody's help, or else by the next one. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void othersGoOn(Row row, KillPoint point) throws Exception {
        try (ProcessEvent event = ProcessEvent.create();
                ProcessCountDownLatch latch = ProcessCountDownLatch.create(1)) {
            FutureTask<Boolean> onEvent = waiting(() -> event.await(Delays.LONG));
            FutureTask<Boolean> onLatch = waiting(() -> latch.await(Delays.LONG));
            ArmedChild.killedAt(point, () -> EventVictim.run(event, latch));
            assertThat(event.isSet()).isEqualTo(row.leaves().equals(SET));
            assertThat(latch.getCount()).isEqualTo(row.leaves().equals(ZERO) ? 0 : 1);
            if (row.leaves().equals(NOTHING)) event.set();
            assertThat(onEvent.get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            if (!row.leaves().equals(ZERO)) latch.countDown();
            assertThat(onLatch.get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        }
    }

    private static FutureTask<Boolean> waiting(Callable<Boolean> wait) throws InterruptedException {
        var task = new FutureTask<>(wait);
        Waiters.awaitAsleep(Thread.ofPlatform().start(task));
        return task;
    }
}
