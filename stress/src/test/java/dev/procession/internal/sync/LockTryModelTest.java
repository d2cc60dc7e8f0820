package dev.procession.internal.sync;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.internal.memory.CellSize;
import dev.procession.internal.memory.Models;
import java.util.HashSet;
import java.util.Set;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/** {@link LockWord} without sleeping: taking, giving, recovering, in any order of the steps of two members, some of whom die. */
final class LockTryModelTest {
    private static final String DEAD = "dead";

    /** What a lock whose owners may die is, in one thread. */
    public static class Specified {
        private static final int NOBODY = -1;

        private final Set<Integer> dead = new HashSet<>();
        private int owner = NOBODY;
        private boolean inconsistent;

        public String tryTake(int member, boolean inconsistentToo) {
            if (dead.contains(member)) return DEAD;
            if (dead.contains(owner)) {
                owner = NOBODY;
                inconsistent = true;
            }
            if (owner != NOBODY) return "NO";
            if (inconsistent && !inconsistentToo) return "OWNER_DIED";
            owner = member;
            return "YES";
        }

        public String give(int member) {
            if (dead.contains(member)) return DEAD;
            if (owner == member) owner = NOBODY;
            return "given";
        }

        public String recover(int member) {
            if (dead.contains(member)) return DEAD;
            if (owner == member) inconsistent = false;
            return "consistent if mine";
        }

        public void die(int member) {
            dead.add(member);
        }
    }

    /** The real one, whose owners live. */
    @Param(name = "member", gen = ThreadIdGen.class)
    public static class Real {
        final Members<LockWord> members =
                new Members<>(CellSize.SMALL, false, (domain, cell) -> new LockWord(domain, cell, 0, false));

        @Operation
        public String tryTake(@Param(name = "member") int member, boolean inconsistentToo) {
            return members.isDead(member)
                    ? DEAD
                    : members.of(member).tryTake(inconsistentToo).name();
        }

        @Operation
        public String give(@Param(name = "member") int member) {
            if (members.isDead(member)) return DEAD;
            members.of(member).give();
            return "given";
        }
    }

    /** The real one. */
    @Param(name = "member", gen = ThreadIdGen.class)
    public static final class WithDeaths extends Real {
        @Operation
        public String recover(@Param(name = "member") int member) {
            if (members.isDead(member)) return DEAD;
            members.of(member).makeConsistent();
            return "consistent if mine";
        }

        @Operation(blocking = false)
        public void die(@Param(name = "member") int member) {
            if (!members.isDead(member)) members.die(member);
        }
    }

    /** The planted defect: looks, and then takes. */
    @Param(name = "member", gen = ThreadIdGen.class)
    public static final class LooksThenTakes {
        private static final int NOBODY = -1;

        private volatile int owner = NOBODY;

        @Operation
        public String tryTake(@Param(name = "member") int member, boolean inconsistentToo) {
            if (owner != NOBODY) return "NO";
            owner = member;
            return "YES";
        }

        @Operation
        public String give(@Param(name = "member") int member) {
            if (owner == member) owner = NOBODY;
            return "given";
        }
    }

    /** L1: as if each operation happened at one instant. */
    @Test
    void oneAtATimeHasIt() {
        Models.of(2, 3).sequentialSpecification(Specified.class).check(Real.class);
    }

    /** The same with what an owner's death does. */
    @Test
    void whoComesAfterADeadOwnerIsTold() {
        Models.of(2, 3).sequentialSpecification(Specified.class).check(WithDeaths.class);
    }

    /** The test can fail. */
    @Test
    void aLockThatLooksAndThenTakesIsFound() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() ->
                        Models.of(2, 3).sequentialSpecification(Specified.class).check(LooksThenTakes.class));
    }
}
