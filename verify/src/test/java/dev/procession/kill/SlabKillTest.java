package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Lab;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of Slab: a member is killed in the middle of what it does with cells, and another puts it right. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class SlabKillTest {
    private static final String FREE = "no cell of its own";

    static final List<Row> LIVES = List.of(
            Row.of(
                    "CREATING and LIVE",
                    FREE,
                    "Slab.create before longCompareAndSet",
                    "Slab.create after longCompareAndSet",
                    "Slab.create after fill",
                    "Slab.create after intRelease",
                    "Slab.create after longVolatile"),
            Row.of("its bit and the use", FREE, "Slab.use before longGetAndOr", "Slab.use after longGetAndOr"),
            Row.of(
                    "clearing its bit and ENDING",
                    FREE,
                    "Slab.clear before longGetAndAnd",
                    "Slab.clear after longGetAndAnd",
                    "Slab.endIfUnused before longCompareAndSet"),
            Row.of(
                    "ENDING and what follows",
                    FREE,
                    "Slab.endIfUnused after longCompareAndSet",
                    "Slab.end before longCompareAndSet",
                    "Slab.end after longCompareAndSet"));

    /** A member that finds a cell whose last user died as it ended it. */
    static final List<Row> OPENINGS = List.of(Row.of(
            "ENDING and LIVE again", FREE, "Slab.open before longCompareAndSet", "Slab.open after longCompareAndSet"));

    /** A member that retires one that died as it made a cell. */
    static final List<Row> RETIREMENTS = List.of(Row.of(
            "CREATING and FREE again",
            FREE,
            "Slab.reclaim before longCompareAndSet",
            "Slab.reclaim after longCompareAndSet"));

    @TempDir
    Path base;

    private Domain domain;
    private Cell own;

    @BeforeEach
    void makeDomain() {
        domain = Lab.create(base);
        own = domain.createCell(CellKind.LOCK);
    }

    @AfterEach
    void leaveDomain() {
        Lab.leave(domain);
    }

    static Stream<Arguments> lives() {
        return Row.cases(LIVES);
    }

    static Stream<Arguments> openings() {
        return Row.cases(OPENINGS);
    }

    static Stream<Arguments> retirements() {
        return Row.cases(RETIREMENTS);
    }

    /** What a killed member made, used or ended is free after one look of another, and the others' cells are theirs. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("lives")
    void cellsOfAKilledMemberAreFreed(Row row, KillPoint point, Peers peers) throws Exception {
        Victims.killed(peers, point, 1, victim(SlabVictim.Work.LIFE, own.id()));
        assertPutRight();
    }

    /** A cell that nobody ended comes back to life, or does not, and is free in the end. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("openings")
    void cellThatWasBeingEndedIsNobodysInTheEnd(Row row, KillPoint point, Peers peers) throws Exception {
        KillPoint ending = Census.woven().point("Slab.endIfUnused after longCompareAndSet");
        Victims.killed(peers, ending, 1, victim(SlabVictim.Work.LIFE, own.id()));
        var theirs = new CellId(own.id().slab(), own.id().index() + 1, own.id().generation());
        Victims.killed(peers, point, 1, victim(SlabVictim.Work.OPEN, theirs));
        assertPutRight();
    }

    /** What a killed retirer left undone is done by the next one. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("retirements")
    void theNextRetirerGoesOn(Row row, KillPoint point, Peers peers) throws Exception {
        KillPoint creating = Census.woven().point("Slab.create after longCompareAndSet");
        Victims.killed(peers, creating, 1, victim(SlabVictim.Work.LIFE, own.id()));
        Victims.killed(peers, point, 1, victim(SlabVictim.Work.RETIRE, own.id()));
        assertPutRight();
    }

    private PeerSpec victim(SlabVictim.Work work, CellId cell) {
        return PeerSpec.of(SlabVictim.class, work, domain.folder(), cell.text());
    }

    /** After one look at the dead: one cell is taken, and it is still this process's; a newcomer gets another. */
    private void assertPutRight() {
        domain.retireDead();
        assertThat(Lab.cellsInUse(domain)).isEqualTo(1);
        Domain newcomer = Lab.join(domain.folder());
        assertThat(newcomer.openCell(own.id(), CellKind.LOCK).id()).isEqualTo(own.id());
        assertThat(newcomer.createCell(CellKind.LOCK).id()).isNotEqualTo(own.id());
        Lab.leave(newcomer);
        assertThat(Lab.cellsInUse(domain)).isEqualTo(1);
    }
}
