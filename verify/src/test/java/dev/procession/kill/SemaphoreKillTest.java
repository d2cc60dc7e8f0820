package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessSemaphore;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill tables of CountedPermits and HeldPermits: a process is killed in the middle of what it does with semaphores. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class SemaphoreKillTest {
    private static final int PERMITS = 4;

    private static final String USABLE = "what others use";
    private static final String HELD = "permits of a dead process";
    private static final String BROKEN = "a lock that a dead process had, and its permits";
    private static final String IN_TAKE = "HeldPermits.take after longRelease";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "the creation's stores",
                    USABLE,
                    "CountedPermits.begin before intRelease",
                    "CountedPermits.begin after intRelease",
                    "CountedPermits.begin after intRelease#2",
                    "CountedPermits.begin after longRelease",
                    "HeldPermits.begin before intRelease",
                    "HeldPermits.begin after intRelease",
                    "HeldPermits.begin after intRelease#2",
                    "HeldPermits.begin after intRelease#3"),
            Row.of(
                    "taking and what follows",
                    USABLE,
                    "CountedPermits.take before longCompareAndSet",
                    "CountedPermits.take after longCompareAndSet",
                    "CountedPermits.takeAll before longCompareAndSet",
                    "CountedPermits.takeAll after longCompareAndSet"),
            Row.of(
                    "setting a flag and its sleep",
                    USABLE,
                    "CountedPermits.TakingOne.announce before longCompareAndSet",
                    "CountedPermits.TakingOne.announce after longCompareAndSet",
                    "CountedPermits.TakingSeveral.announce before longCompareAndSet",
                    "CountedPermits.TakingSeveral.announce after longCompareAndSet",
                    "HeldPermits.announce before intRelease",
                    "HeldPermits.announce after intRelease"),
            Row.of(
                    "a release and its wakes",
                    USABLE,
                    "CountedPermits.give before longCompareAndSet",
                    "CountedPermits.give after longCompareAndSet",
                    "CountedPermits.give after intGetAndAdd",
                    "HeldPermits.endTurn before intRelease",
                    "HeldPermits.endTurn after intRelease"),
            Row.of(
                    "the entry and available",
                    USABLE,
                    "HeldPermits.take before longRelease",
                    IN_TAKE,
                    "HeldPermits.take after intRelease",
                    "HeldPermits.give before longRelease",
                    "HeldPermits.give after longRelease",
                    "HeldPermits.give after intRelease",
                    "HeldPermits.give after intRelease#2"),
            Row.of(
                    "a dead one's entry and available",
                    HELD,
                    "HeldPermits.collect before longRelease",
                    "HeldPermits.collect after longRelease",
                    "HeldPermits.collect after intRelease"),
            Row.of(
                    "computing and making consistent",
                    BROKEN,
                    "HeldPermits.compute before longRelease",
                    "HeldPermits.compute after longRelease",
                    "HeldPermits.compute after intRelease"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /**
     * Wherever a process is killed: the permits that it held return, those that it took or made without holding are right to the
     * number, and who slept gets through.
     */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void othersGoOn(Row row, KillPoint point) throws Exception {
        try (ProcessSemaphore counting = ProcessSemaphore.bounded(PERMITS);
                ProcessSemaphore held = ProcessSemaphore.heldBounded(PERMITS);
                ProcessSemaphore empty = ProcessSemaphore.create(0);
                ProcessSemaphore heldEmpty = ProcessSemaphore.held(0);
                ProcessSemaphore orphan = ProcessSemaphore.heldBounded(2)) {
            var work = new SemaphoreVictim.Work(counting, held, empty, heldEmpty, orphan);
            leave(row.leaves(), work);
            List<Thread> sleepers = List.of(sleeper(empty, 1), sleeper(empty, 2), sleeper(heldEmpty, 1));
            ArmedChild.killedAt(point, work::run);

            for (Thread sleeper : released(point, sleepers)) { // by the victim: nobody helps
                if (!sleeper.join(Delays.LONG))
                    throw new AssertionError("asleep beside permits: " + empty + ", " + heldEmpty);
            }
            int missing = PERMITS - counting.availablePermits();
            assertThat(missing).isIn(takenAt(point));
            counting.release(missing);
            assertThat(counting.tryAcquire(PERMITS)).isTrue();
            assertAllReturn(held, PERMITS);
            assertAllReturn(orphan, 2);
            empty.release(3);
            heldEmpty.release();
            for (Thread sleeper : sleepers) {
                if (!sleeper.join(Delays.LONG))
                    throw new AssertionError("asleep for ever: " + empty + ", " + heldEmpty);
            }
            assertThat(empty.availablePermits()).isIn(0, 3); // the victim released all, or none
            heldEmpty.release(); // the sleeper's
            assertThat(heldEmpty.availablePermits()).isIn(1, 2);
        }
    }

    /** How many permits of the counting one the victim may have when it dies there; nobody returns them. */
    private static Set<Integer> takenAt(KillPoint point) {
        return switch (point.name()) {
            case "CountedPermits.take after longCompareAndSet" -> Set.of(1);
            case "CountedPermits.takeAll after longCompareAndSet",
                    "CountedPermits.TakingOne.announce before longCompareAndSet",
                    "CountedPermits.TakingSeveral.announce before longCompareAndSet" -> Set.of(PERMITS);
            case "CountedPermits.TakingOne.announce after longCompareAndSet",
                    "CountedPermits.TakingSeveral.announce after longCompareAndSet" ->
                Set.of(PERMITS, 0); // its other thread sees the flag, and releases
            default -> Set.of(0);
        };
    }

    /** Those for whom the victim had released permits before it died, and perhaps had not woken. */
    private static List<Thread> released(KillPoint point, List<Thread> sleepers) {
        if (point.name().startsWith("CountedPermits.give after")) return sleepers.subList(0, 2);
        return point.name().startsWith("HeldPermits.endTurn") ? sleepers : List.of();
    }

    /** What a dead process left of the orphan before the victim comes by. */
    private void leave(String leaves, SemaphoreVictim.Work work) throws Exception {
        if (leaves.equals(BROKEN)) {
            ArmedChild.killedAt(Census.woven().point(IN_TAKE), work::dieWithPermits);
        } else if (leaves.equals(HELD)) {
            try (var holder =
                    ChildProcess.launch(o -> o.withJvmFlags("-XX:TieredStopAtLevel=1"), work::dieWithPermits)) {
                assertThat(holder.join()).isEqualTo(new ExitStatus.Exited(1));
            }
        }
    }

    private static Thread sleeper(ProcessSemaphore semaphore, int permits) throws InterruptedException {
        Thread sleeper = Thread.ofPlatform().daemon().start(() -> semaphore.acquireUninterruptibly(permits));
        Eventually.holds("somebody waits", () -> semaphore.toString().contains("others wait"));
        return sleeper;
    }

    private static void assertAllReturn(ProcessSemaphore semaphore, int permits) throws InterruptedException {
        assertThat(semaphore.tryAcquire(permits, Delays.LONG))
                .as(semaphore.toString())
                .isTrue();
        assertThat(semaphore.tryAcquire()).as("a permit that there is not").isFalse();
        semaphore.release(permits);
        assertThat(semaphore.availablePermits()).isEqualTo(permits);
    }
}
