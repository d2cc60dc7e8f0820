package dev.procession.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a waiter that wakes late learns of its own generation, whatever came after: I2 of BarrierCell. */
final class BarrierCellTest {
    @TempDir
    Path base;

    private Domain domain;
    private Cell cell;
    private BarrierCell barrier;

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        cell = domain.createCell(CellKind.BARRIER);
        barrier = new BarrierCell(domain, cell);
        barrier.begin(2);
    }

    @AfterEach
    void close() {
        domain.releaseCell(cell.id());
        Member.leave(domain);
    }

    /** A generation that was complete stays so, though the next ones broke, one of them for the same number of breaks. */
    @Test
    void completeGenerationStaysComplete() {
        int generation = barrier.turn();
        barrier.complete();
        breakAndFill(Break.ABORT, 3);
        assertThat(barrier.howBroken(generation, 0)).isNull();
    }

    /** A generation that was broken stays so, and for its own reason, though the next ones were complete, and broken. */
    @Test
    void brokenGenerationStaysBroken() {
        barrier.complete();
        int generation = barrier.turn();
        breakAndFill(Break.TIME_OUT, 1);
        barrier.complete();
        breakAndFill(Break.RESET, 6);
        barrier.complete();
        assertThat(barrier.howBroken(generation, 0)).isEqualTo(Break.TIME_OUT);
    }

    /** After eight breaks it is not known any more, and counts as broken. */
    @Test
    void longForgottenGenerationCountsAsBroken() {
        int generation = barrier.turn();
        barrier.complete();
        breakAndFill(Break.ABORT, 8);
        assertThat(barrier.howBroken(generation, 0)).isEqualTo(Break.UNKNOWN);
    }

    /** What was broken before a waiter came is not its generation's, though the place is the same. */
    @Test
    void earlierBreaksAreNotItsOwn() {
        breakAndFill(Break.ABORT, 20);
        int generation = barrier.turn();
        int breaks = barrier.breaks();
        barrier.complete();
        assertThat(barrier.howBroken(generation, breaks)).isNull();
        breakAndFill(Break.ABORT, 1);
        assertThat(barrier.howBroken(generation + 1, breaks)).isEqualTo(Break.ABORT);
    }

    private void breakAndFill(Break why, int times) {
        for (int i = 0; i < times; i++) {
            barrier.breakDown(why);
            barrier.fill();
        }
    }
}
