package dev.procession.internal.sync;

import dev.procession.internal.memory.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each says something and then looks what the other says: one of the two sees the other, through whatever mapping. */
final class DekkerStress {
    private static final long X = 0;
    private static final long Y = Pair.LINE_BYTES;

    private DekkerStress() {}

    /** A reader adds itself and looks at the writer's word; a writer swaps its word and looks at the readers: never both in. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One saw the other, or both did.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "A reader and a writer are inside.")
    public static class ReaderAndWriter extends Pair {
        @Actor
        public void reader(II_Result r) {
            Words.longGetAndAdd(first, X, 1);
            r.r1 = (int) Words.longVolatile(first, Y);
        }

        @Actor
        public void writer(II_Result r) {
            if (Words.longCompareAndSet(second, Y, 0, 1)) r.r2 = (int) Words.longVolatile(second, X);
        }
    }

    /** Volatile stores and loads. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One saw the other, or both did.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "Neither saw the other.")
    public static class VolatileStores extends Pair {
        @Actor
        public void first(II_Result r) {
            Words.intVolatile(first, X, 1);
            r.r1 = Words.intVolatile(first, Y);
        }

        @Actor
        public void second(II_Result r) {
            Words.intVolatile(second, Y, 1);
            r.r2 = Words.intVolatile(second, X);
        }
    }

    /** The control: release and acquire are too weak for it, and the same harness sees that. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One saw the other, by luck.")
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "CONTROL: neither saw the other, as is allowed.")
    public static class ControlReleaseAcquire extends Pair {
        @Actor
        public void first(II_Result r) {
            Words.intRelease(first, X, 1);
            r.r1 = Words.intAcquire(first, Y);
        }

        @Actor
        public void second(II_Result r) {
            Words.intRelease(second, Y, 1);
            r.r2 = Words.intAcquire(second, X);
        }
    }
}
