package dev.procession.internal.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link LockWord}, the real one, between two members of a domain that have its segment mapped at two addresses. */
final class LockWordStress {
    private static final long X = 0;
    private static final long Y = 64;

    private LockWordStress() {}

    /** Plain increments under the lock: none is lost, and each sees the one before it. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2, 2", expect = Expect.ACCEPTABLE, desc = "The first process was first.")
    @Outcome(id = "2, 1, 2", expect = Expect.ACCEPTABLE, desc = "The second process was first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both were inside, or one did not see what the other had done there.")
    public static class Increments extends LockPair {
        @Actor
        public void first(III_Result r) {
            first.take();
            r.r1 = first.increment(X);
            first.give();
        }

        @Actor
        public void second(III_Result r) {
            second.take();
            r.r2 = second.increment(X);
            second.give();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = second.plain(X);
        }
    }

    /** Two plain words on different lines, changed under the lock: who has it sees both changes or none. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Before the change, or after it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Half of the change.")
    public static class Publication extends LockPair {
        @Actor
        public void first() {
            first.take();
            first.increment(X);
            first.increment(Y);
            first.give();
        }

        @Actor
        public void second(II_Result r) {
            second.take();
            r.r2 = second.plain(Y);
            r.r1 = second.plain(X);
            second.give();
        }
    }

    /** The control: without the lock, the same harness sees increments get lost. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2, 2", "2, 1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "One after the other, by luck.")
    @Outcome(
            id = "1, 1, 1",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "CONTROL: an increment is lost, as it must be.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A value that nobody wrote.")
    public static class ControlWithoutLock extends LockPair {
        @Actor
        public void first(III_Result r) {
            r.r1 = first.increment(X);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = second.increment(X);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = second.plain(X);
        }
    }
}
