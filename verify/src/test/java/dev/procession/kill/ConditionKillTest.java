package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.OwnerDiedException;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessCondition;
import dev.procession.sync.ProcessLock;
import dev.procession.testkit.Delays;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of ConditionQueue: a process is killed in the middle of what it does with a condition, and the others go on. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"
}) // single waits are what is tested; a failing test closes a lock in its hands
final class ConditionKillTest {
    private static final String LET_GO = "a half-done step, after which all are let go";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "taking a ticket and waiting",
                    LET_GO,
                    "ConditionQueue.enter before intRelease",
                    "ConditionQueue.enter after intRelease",
                    "ConditionQueue.Ticket.announce before intGetAndOr",
                    "ConditionQueue.Ticket.announce after intGetAndOr"),
            Row.of(
                    "giving a ticket up and unlocking",
                    LET_GO,
                    "ConditionQueue.Ticket.leave before longGetAndOr",
                    "ConditionQueue.Ticket.leave after longGetAndOr",
                    "ConditionQueue.skipAbsent before longGetAndAnd",
                    "ConditionQueue.skipAbsent after longGetAndAnd",
                    "ConditionQueue.skipAbsent after intRelease"),
            Row.of(
                    "letting one go and waking it",
                    LET_GO,
                    "ConditionQueue.signal before intRelease",
                    "ConditionQueue.signal after intRelease",
                    "ConditionQueue.wake before intCompareAndSet",
                    "ConditionQueue.wake after intCompareAndSet"),
            Row.of(
                    "letting all go and waking them",
                    LET_GO,
                    "ConditionQueue.letAllGo before longRelease",
                    "ConditionQueue.letAllGo after longRelease",
                    "ConditionQueue.letAllGo after intRelease"),
            Row.of(
                    "letting go for a death and saying so",
                    LET_GO,
                    "ConditionQueue.letGoForDeaths before intRelease",
                    "ConditionQueue.letGoForDeaths after intRelease"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a process is killed: who waits is signalled, who comes later is, too, and times run out as ever. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void othersGoOn(Row row, KillPoint point) throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                ProcessCondition condition = lock.newCondition()) {
            ChildProcess.call(() -> condition.toString()).get(); // a death that the condition has not seen
            var over = new AtomicBoolean();
            Thread waiter = Thread.ofPlatform().start(() -> await(lock, condition, over));
            ArmedChild.killedAt(point, () -> ConditionVictim.run(lock, condition));
            lock(lock);
            over.set(true);
            condition.signal();
            lock.unlock();
            waiter.join();
            assertNothingIsLost(lock, condition);
        }
    }

    private static void assertNothingIsLost(ProcessLock lock, ProcessCondition condition) throws InterruptedException {
        var entered = new AtomicBoolean();
        Thread late = Thread.ofPlatform().start(() -> {
            lock.lock();
            entered.set(true);
            condition.awaitUninterruptibly();
            lock.unlock();
        });
        while (!entered.get()) Thread.onSpinWait();
        lock.lock(); // so it waits
        assertThat(condition.await(Delays.BLINK)).isFalse();
        condition.signal();
        lock.unlock();
        late.join();
    }

    private static void await(ProcessLock lock, ProcessCondition condition, AtomicBoolean over) {
        lock(lock);
        while (!over.get()) {
            try {
                condition.awaitUninterruptibly();
            } catch (OwnerDiedException e) {
                lock.recover(); // it is held
            }
        }
        lock.unlock();
    }

    private static void lock(ProcessLock lock) {
        try {
            lock.lock();
        } catch (OwnerDiedException e) {
            lock.recover();
        }
    }
}
