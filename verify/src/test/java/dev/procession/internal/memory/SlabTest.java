package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.DomainException;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Cells as two members use them. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class SlabTest {
    @TempDir
    Path base;

    private Domain one;
    private Domain other;

    @BeforeEach
    void makeDomain() {
        one = Lab.create(base);
        other = Lab.join(one.folder());
    }

    @AfterEach
    void leaveDomain() {
        Lab.leave(other);
        Lab.leave(one);
    }

    /** A cell is there as long as one member uses it. */
    @Test
    void cellLivesAsLongAsItHasAUser() {
        Cell made = one.createCell(CellKind.LOCK);
        other.openCell(made.id(), CellKind.LOCK);
        one.releaseCell(made.id());
        assertThat(Lab.cellsInUse(one)).isEqualTo(1);
        other.releaseCell(made.id());
        assertThat(Lab.cellsInUse(one)).isZero();
    }

    /** The name of a cell that is gone opens nothing, and harms nobody who has its place now. */
    @Test
    void nameOfACellThatIsGoneHarmsNobody() {
        Cell gone = one.createCell(CellKind.LOCK);
        one.releaseCell(gone.id());
        Cell now = other.createCell(CellKind.LOCK);
        assertThat(now.id().index()).isEqualTo(gone.id().index());
        assertThatThrownBy(() -> other.openCell(gone.id(), CellKind.LOCK))
                .isInstanceOf(DomainException.class)
                .hasMessageContaining("is gone");
        other.releaseCell(gone.id());
        assertThat(Lab.cellsInUse(one)).isEqualTo(1);
        assertThat(one.openCell(now.id(), CellKind.LOCK).id()).isEqualTo(now.id());
    }

    /** A name of another kind opens nothing. */
    @Test
    void kindIsChecked() {
        Cell made = one.createCell(CellKind.LOCK);
        assertThatThrownBy(() -> other.openCell(made.id(), CellKind.REENTRANT_LOCK))
                .isInstanceOf(DomainException.class);
        assertThat(Lab.cellsInUse(one)).isEqualTo(1);
    }

    /** A cell that is taken again begins with zeros. */
    @Test
    void cellBeginsWithZeros() {
        Cell first = one.createCell(CellKind.LOCK);
        Words.longRelease(first.segment().memory(), first.contentAt(), 42);
        one.releaseCell(first.id());
        Cell second = other.createCell(CellKind.LOCK);
        assertThat(second.id().index()).isEqualTo(first.id().index());
        assertThat(Words.longAcquire(second.segment().memory(), second.contentAt()))
                .isZero();
    }

    /** When all places of a slab are taken there is another slab. */
    @Test
    void thereIsAlwaysAnotherSlab() {
        ObjectId first = one.createCell(CellKind.LOCK).id().slab();
        for (int i = 1; i < CellSize.SMALL.cells(); i++) one.createCell(CellKind.LOCK);
        assertThat(one.createCell(CellKind.LOCK).id().slab()).isNotEqualTo(first);
        assertThat(other.createCell(CellKind.LOCK).id().slab()).isNotEqualTo(first);
        assertThat(Lab.cellsInUse(other)).isEqualTo(CellSize.SMALL.cells() + 2);
    }

    /** Structures of several sizes live in slabs of their own, and their names are not mixed up. */
    @Test
    void sizesDoNotShareASlab() {
        Cell small = one.createCell(CellKind.LOCK);
        Cell large = one.createCell(CellKind.BARRIER);
        other.openCell(small.id(), CellKind.LOCK);
        assertThat(large.id().slab()).isNotEqualTo(small.id().slab());
        assertThat(other.openCell(large.id(), CellKind.BARRIER).id()).isEqualTo(large.id());
        var wrong = new CellId(large.id().slab(), CellSize.LARGE.cells(), 1);
        assertThatThrownBy(() -> other.openCell(wrong, CellKind.BARRIER)).isInstanceOf(DomainException.class);
        var mixed = new CellId(small.id().slab(), 0, small.id().generation());
        assertThatThrownBy(() -> other.openCell(mixed, CellKind.BARRIER)).isInstanceOf(DomainException.class);
    }

    /** A slab of large cells is filled to its end, and then there is another. */
    @Test
    void largeCellsFillTheirSlab() {
        for (int i = 0; i <= CellSize.LARGE.cells(); i++) {
            Cell made = one.createCell(CellKind.BARRIER);
            Words.longRelease(made.part(CellSize.LARGE.contentBytes() - 8L, 8), 0, i);
        }
        assertThat(Lab.cellsInUse(other)).isEqualTo(CellSize.LARGE.cells() + 1);
    }
}
