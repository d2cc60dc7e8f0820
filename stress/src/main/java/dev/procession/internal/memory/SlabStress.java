package dev.procession.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link Slab}, the real one, on two mappings. */
final class SlabStress {
    private SlabStress() {}

    /**
     * S1: the last user leaves while another member becomes one. Results: it became one; the cell is there then; the cell is free when
     * all have left.
     */
    @JCStressTest
    @State
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "It came in time, and kept the cell.")
    @Outcome(id = "false, false, true", expect = Expect.ACCEPTABLE, desc = "It came too late, and knows.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Freed under a user, or there for nobody, or never freed.")
    public static class OpenAndRelease extends SlabPair {
        @Actor
        public void leaver() {
            first.release();
        }

        @Actor
        public void comer(ZZZ_Result r) {
            r.r1 = second.open();
        }

        @Arbiter
        public void end(ZZZ_Result r) {
            r.r2 = first.isThere();
            second.release();
            r.r3 = !first.isThere();
        }
    }

    /** Two users leave at once: the cell is freed, by one of them. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Freed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Each left it to the other.")
    public static class TwoReleases extends SlabPair {
        private final boolean opened = second.open();

        @Actor
        public void first() {
            first.release();
        }

        @Actor
        public void second() {
            second.release();
        }

        @Arbiter
        public void end(ZZ_Result r) {
            r.r1 = opened;
            r.r2 = first.isThere();
        }
    }
}
