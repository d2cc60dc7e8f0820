package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.OwnerDiedException;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessLock;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of LockWord: a process is killed in the middle of what it does with locks, and the others go on. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class LockKillTest {
    private static final String TAKEN = "what others take";
    private static final String TOLD = "what others are told of";
    private static final String EITHER =
            "what others take, or are told of if it was taken, beside what a dead owner had left before";
    private static final String ORPHANED = "what a dead owner had left before";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "looking and taking",
                    TAKEN,
                    "LockWord.takeFree before longCompareAndSet",
                    "LockWord.tryTake before longCompareAndSet"),
            Row.of(
                    "taking and naming the thread",
                    TOLD,
                    "LockWord.takeFree after longCompareAndSet",
                    "LockWord.nameHolder before longRelease",
                    "LockWord.nameHolder after longRelease",
                    "LockWord.give before longCompareAndSet",
                    "LockWord.give after longRelease"),
            Row.of("a swap that another may spoil", EITHER, "LockWord.tryTake after longCompareAndSet"),
            Row.of(
                    "the swap to free and its wake",
                    TAKEN,
                    "LockWord.give after longCompareAndSet",
                    "LockWord.give after longCompareAndSet#2",
                    "WaitWord.wake before wake",
                    "WaitWord.wake after wake"),
            Row.of(
                    "setting WAITERS and its sleep",
                    ORPHANED,
                    "LockWord.flagged before longCompareAndSet",
                    "LockWord.flagged after longCompareAndSet"),
            Row.of(
                    "setting WAITERS, or taking with it, and since",
                    EITHER,
                    "LockWord.stamp before longRelease",
                    "LockWord.stamp after longRelease"),
            Row.of(
                    "INCONSISTENT and the dead pid",
                    ORPHANED,
                    "LockWord.orphan before longCompareAndSet",
                    "LockWord.orphan after longCompareAndSet"),
            Row.of("the dead pid and waking all", ORPHANED, "LockWord.orphan after longRelease"),
            Row.of(
                    "taking what is inconsistent and making it whole",
                    ORPHANED,
                    "LockWord.makeConsistent before longCompareAndSet",
                    "LockWord.makeConsistent after longCompareAndSet"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a process is killed: another takes the lock, or is told and recovers it; and no memory is lost. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    @SuppressWarnings("try") // the owner is there to die, and to be closed
    void othersGoOn(Row row, KillPoint point) throws Exception {
        boolean hasOrphan = row.leaves().equals(ORPHANED) || row.leaves().equals(EITHER);
        var over = new AtomicBoolean();
        var told = new AtomicBoolean();
        try (ProcessLock quiet = ProcessLock.create();
                ProcessLock fought = ProcessLock.create();
                ProcessLock orphan = ProcessLock.create();
                @Nullable ChildProcess owner = hasOrphan ? dyingOwner(orphan) : null) {
            Thread fighter = Thread.ofPlatform().start(() -> told.set(fight(fought, over)));
            ArmedChild.killedAt(point, () -> LockVictim.run(quiet, fought, orphan));
            over.set(true);
            fighter.join();
            boolean toldOfQuiet = takeOrRecover(quiet);
            boolean toldAgain = takeOrRecover(fought);
            boolean toldOfFought = told.get() || toldAgain;
            if (!row.leaves().equals(EITHER)) {
                assertThat(toldOfQuiet || toldOfFought)
                        .as("whether others are told")
                        .isEqualTo(row.leaves().equals(TOLD));
            }
            assertThat(takeOrRecover(orphan))
                    .as("whether they are told of the orphan")
                    .isEqualTo(hasOrphan);
        }
    }

    /** An owner that dies as soon as somebody sleeps. */
    private static ChildProcess dyingOwner(ProcessLock lock) throws InterruptedException {
        ChildProcess owner =
                ChildProcess.launch(o -> o.withJvmFlags("-XX:TieredStopAtLevel=1"), () -> dieWithASleeper(lock));
        Eventually.holds("it is owned", () -> lock.toString().contains("held by process " + owner.pid()));
        return owner;
    }

    private static void dieWithASleeper(ProcessLock lock) throws InterruptedException {
        lock.lock();
        while (!lock.toString().contains("others wait")) Thread.sleep(1);
        Runtime.getRuntime().halt(1);
    }

    /**
     * Has the lock most of the time and never sleeps for it, so that whoever else wants it is the first who does. Says whether
     * it was told of a death.
     */
    private static boolean fight(ProcessLock lock, AtomicBoolean over) {
        while (!over.get()) {
            try {
                if (lock.tryLock()) {
                    hold(lock);
                } else {
                    Thread.sleep(0, 50_000); // as who has other work
                }
            } catch (OwnerDiedException e) {
                return true; // the victim died with it
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return false;
    }

    private static boolean takeOrRecover(ProcessLock lock) throws InterruptedException {
        boolean told = false;
        try {
            if (!lock.tryLock(Delays.LONG)) throw new AssertionError(lock + " could not be taken");
        } catch (OwnerDiedException e) {
            told = true;
            lock.recover();
        }
        hold(lock);
        return told;
    }

    private static void hold(ProcessLock lock) {
        try {
            Thread.sleep(0, 500_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }
}
