package dev.procession.kill;

import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.sync.DeadlockWatch;
import dev.procession.sync.ProcessLock;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a deadlock watch needs, and the deaths of those who write it down. */
@ExtendWith({LeakCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // between the two it is killed
final class WatchKillTest {
    static final List<Row> ROWS = List.of(
            Row.of(
                    "beginning to watch and ending it",
                    "a watcher that is none",
                    "Domain.watch before intGetAndAdd",
                    "Domain.watch after intGetAndAdd"),
            Row.of(
                    "writing a wait down and waiting",
                    "a cell that its retirer frees",
                    "WaitRecord.write before copy",
                    "WaitRecord.write after copy",
                    "WaitRecord.write after intRelease"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a process is killed: the lock goes on, and nothing is left of what was written down. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void nothingIsLeft(Row row, KillPoint point) throws Exception {
        Domain domain = Domain.acquire();
        try (ProcessLock lock = ProcessLock.create()) {
            lock.lock();
            try {
                ArmedChild.killedAt(point, () -> watchAndWait(lock));
            } finally {
                lock.unlock();
            }
            lock.lock(Delays.LONG);
            lock.unlock();
            Eventually.holds(
                    "the cell is free", () -> domain.cellsOf(CellKind.WAITER).isEmpty());
        } finally {
            Domain.release();
        }
    }

    @SuppressWarnings("try") // it is there to be on
    private static void watchAndWait(ProcessLock lock) throws InterruptedException {
        try (DeadlockWatch watch = DeadlockWatch.start()) {
            lock.lock(Duration.ofMinutes(1));
        }
    }
}
