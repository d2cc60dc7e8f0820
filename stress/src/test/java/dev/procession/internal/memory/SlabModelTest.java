package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * {@link Slab}: members make, open and leave one cell. Whether a try succeeds depends on who was faster, and is not what is checked;
 * what a user may rely on is.
 */
final class SlabModelTest {
    private static final String KEPT = "kept";
    private static final String LOST = "lost";

    /** What a user may rely on. */
    public static final class Specified {
        public String create(int member) {
            return KEPT;
        }

        public String open(int member, int generation) {
            return KEPT;
        }

        public String release(int member) {
            return KEPT;
        }
    }

    /** The real one. */
    @Param(name = "member", gen = ThreadIdGen.class)
    @Param(name = "generation", gen = IntGen.class, conf = "1:2")
    public static class Real {
        private static final int MEMBERS = 8;
        private static final long STATE_AT = Slab.CELLS_AT;
        private static final int LIVE = 2;
        private static final int ENDING = 3;

        private final ObjectId id = new ObjectId(0, 1);
        private final SharedSegment segment = new SharedSegment(Slab.CELLS_AT + CellSize.SMALL.bytes());
        private final Slab[] slabs = new Slab[MEMBERS];
        private final int[] used = new int[MEMBERS]; // the generation, or 0; each written by its member alone
        private final boolean oneSlot;

        public Real() {
            this(false);
        }

        Real(boolean oneSlot) {
            this.oneSlot = oneSlot;
            for (int i = 0; i < MEMBERS; i++) slabs[i] = new Slab(id, segment, CellSize.SMALL);
        }

        @Operation
        public String create(@Param(name = "member") int member) {
            if (used[member] != 0) return stillThere(member);
            Cell cell = slabs[member].create(owner(member), CellKind.LOCK);
            if (cell != null) used[member] = cell.id().generation();
            return stillThere(member);
        }

        @Operation
        public String open(@Param(name = "member") int member, @Param(name = "generation") int generation) {
            if (used[member] != 0) return stillThere(member);
            Cell cell = slabs[member].open(new CellId(id, 0, generation), owner(member), CellKind.LOCK);
            if (cell != null) used[member] = generation;
            return stillThere(member);
        }

        @Operation
        public String release(@Param(name = "member") int member) {
            if (used[member] == 0) return KEPT;
            String result = stillThere(member);
            slabs[member].release(new CellId(id, 0, used[member]), owner(member));
            used[member] = 0;
            return result;
        }

        /** S2: of one generation for all users; and a cell without users is free. */
        @Validate
        public void atTheEnd() {
            boolean isUsed = false;
            for (int member = 0; member < MEMBERS; member++) {
                if (stillThere(member).equals(LOST))
                    throw new IllegalStateException("member " + member + " lost its cell");
                isUsed |= used[member] != 0;
            }
            if (isUsed != (slabs[0].taken() == 1)) {
                throw new IllegalStateException(isUsed ? "a used cell is free" : "a cell that nobody uses is taken");
            }
        }

        private String stillThere(int member) {
            if (used[member] == 0) return KEPT;
            long state = Words.longVolatile(segment.memory(), STATE_AT);
            int phase = (int) (state >>> 62);
            return (phase == LIVE || phase == ENDING) && (int) state == used[member] ? KEPT : LOST;
        }

        private Owner owner(int member) {
            return new Owner(oneSlot ? 0 : member, 1);
        }
    }

    /** The planted defect: members that share one bit, so that who leaves takes it from the other. */
    @Param(name = "member", gen = ThreadIdGen.class)
    @Param(name = "generation", gen = IntGen.class, conf = "1:2")
    public static final class OneBitForAll extends Real {
        public OneBitForAll() {
            super(true);
        }
    }

    /** S1 and S2: a cell is not freed while it has a user, and freed when it has none. */
    @Test
    void aCellLivesAsLongAsItHasUsers() {
        Models.of(2, 3).sequentialSpecification(Specified.class).check(Real.class);
    }

    /** The test can fail. */
    @Test
    void aBitTakenFromAnotherIsFound() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() ->
                        Models.of(2, 3).sequentialSpecification(Specified.class).check(OneBitForAll.class));
    }
}
