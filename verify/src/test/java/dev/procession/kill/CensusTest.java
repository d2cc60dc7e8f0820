package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.KillPoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kill point of the core stands in a row of a kill table that is a test, which fails unless a process dies there. */
final class CensusTest {
    /** What no test reaches, and why that is not a gap. */
    private static final Map<String, String> UNREACHED = Map.of(
            "Spawner.begin after kill",
            "no descriptor or thread was left for a child just spawned; what stays is what 'after start' leaves",
            "Spawner.begin after reap",
            "the same, when that child is gone",
            "OrphanReaper.reap before waitFor",
            "process 1 cannot be killed from inside, and with it all processes of its namespace end",
            "OrphanReaper.reap after waitFor",
            "the same");

    private static final List<Row> ROWS = Stream.of(
                    MemberKillTest.SLOTS,
                    MemberKillTest.OBJECTS,
                    MemberKillTest.ENDINGS,
                    MemberKillTest.USES,
                    MemberKillTest.RETIREMENTS,
                    DomainKillTest.STARTS,
                    DomainKillTest.ENDS,
                    DomainKillTest.DELETIONS,
                    DomainKillTest.ABANDONED,
                    DomainKillTest.SWEEPS,
                    RingKillTest.WRITERS,
                    RingKillTest.FRAGMENTS,
                    RingKillTest.CLOSERS,
                    RingKillTest.RINGERS,
                    RingKillTest.READERS,
                    RingKillTest.POSTERS,
                    RingKillTest.TAKERS,
                    WorkerKillTest.BOOTS,
                    WorkerKillTest.TASKS,
                    WorkerKillTest.ENDS,
                    ParentKillTest.ROWS,
                    CommandKillTest.ROWS,
                    TaskKillTest.ROWS,
                    LockKillTest.ROWS,
                    ConditionKillTest.ROWS,
                    ReadWriteKillTest.ROWS,
                    WatchKillTest.ROWS,
                    EventKillTest.ROWS,
                    BarrierKillTest.ROWS,
                    SemaphoreKillTest.ROWS,
                    SlabKillTest.LIVES,
                    SlabKillTest.OPENINGS,
                    SlabKillTest.RETIREMENTS,
                    DetachedKillTest.STARTS,
                    DetachedKillTest.BOOTS,
                    DetachedKillTest.STOPS,
                    DetachedKillTest.LISTS)
            .flatMap(List::stream)
            .toList();

    /** A step that somebody adds to the core needs a row, and a test that kills a process there. */
    @Test
    void everyKillPointIsReached() {
        List<String> missing = Census.woven().points().stream()
                .filter(point -> !Row.covers(ROWS, point))
                .map(KillPoint::name)
                .filter(name -> !UNREACHED.containsKey(name))
                .toList();
        assertThat(missing).as("kill points that no test reaches").isEmpty();
    }

    /** A point that is excused is one that there is. */
    @Test
    void nothingIsExcusedInVain() {
        assertThat(Census.woven().points()).extracting(KillPoint::name).containsAll(UNREACHED.keySet());
    }

    /** The census sees the core, and not an empty folder. */
    @Test
    void theCensusSeesTheCore() {
        assertThat(Census.woven().points()).hasSizeGreaterThan(150);
    }
}
