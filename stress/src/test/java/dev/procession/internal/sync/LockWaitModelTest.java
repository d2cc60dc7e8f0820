package dev.procession.internal.sync;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.internal.memory.CellSize;
import dev.procession.internal.memory.Models;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/** {@link LockWord} with sleeping: who waits gets the lock, without any nap that would make a lost wake-up good. */
final class LockWaitModelTest {
    private static final String DEAD = "dead";

    /** The same without threads. */
    public static final class Specified {
        private final boolean[] dead = new boolean[Members.MOST];
        private int count;

        public String increment(int member) {
            return dead[member] ? DEAD : String.valueOf(++count);
        }

        public String dieInside(int member) {
            if (!dead[member]) count++;
            dead[member] = true;
            return DEAD;
        }
    }

    /** A plain count that the lock guards. */
    @Param(name = "member", gen = ThreadIdGen.class)
    public static class Guarded {
        final Members<LockWord> members;
        int count;

        public Guarded() {
            this(false);
        }

        Guarded(boolean deafKernel) {
            members = new Members<>(CellSize.SMALL, deafKernel, (domain, cell) -> new LockWord(domain, cell, 0, false));
        }

        @Operation
        public String increment(@Param(name = "member") int member) throws InterruptedException {
            if (members.isDead(member)) return DEAD;
            take(member);
            String result = String.valueOf(++count);
            members.of(member).give();
            return result;
        }

        final void take(int member) throws InterruptedException {
            LockWord word = members.of(member);
            if (word.tryTake(true) == LockWord.Taken.NO) word.take(Deadline.NEVER, true, () -> {});
        }
    }

    /** The same where some die inside. Their deaths wake everybody, which hides what else wakes nobody. */
    @Param(name = "member", gen = ThreadIdGen.class)
    public static final class WithDeaths extends Guarded {
        @Operation
        public String dieInside(@Param(name = "member") int member) throws InterruptedException {
            if (members.isDead(member)) return DEAD;
            take(member);
            count++;
            members.die(member);
            return DEAD;
        }
    }

    /** The planted defect: wake-ups get lost. */
    @Param(name = "member", gen = ThreadIdGen.class)
    public static final class DeafKernel extends Guarded {
        public DeafKernel() {
            super(true);
        }
    }

    /** L2: nobody sleeps for ever on a lock that was given, and no two are inside. */
    @Test
    void whoWaitsGetsTheLock() {
        Models.of(3, 1).sequentialSpecification(Specified.class).check(Guarded.class);
    }

    /** L4: the same when an owner died. */
    @Test
    void whoWaitsForADeadOwnerGetsTheLock() {
        Models.of(3, 2).sequentialSpecification(Specified.class).check(WithDeaths.class);
    }

    /** The test can fail. */
    @Test
    void aLostWakeUpIsFound() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() ->
                        Models.of(3, 2).sequentialSpecification(Specified.class).check(DeafKernel.class));
    }
}
