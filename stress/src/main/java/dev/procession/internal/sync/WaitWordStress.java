package dev.procession.internal.sync;

import dev.procession.internal.memory.TwoMappings;
import dev.procession.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link WaitWord} W1, as its users keep it. What the kernel compares as the sleeper enters is played by the arbiter. */
final class WaitWordStress {
    private static final long REASON_AT = TwoMappings.LINE_BYTES;
    private static final long PLACE_BYTES = 2 * TwoMappings.LINE_BYTES;
    private static final TwoMappings MAPPINGS = TwoMappings.of(PLACE_BYTES);
    private static final WaitWord[] SLEEPERS = new WaitWord[TwoMappings.PLACES];

    static {
        TwoMappings.Side side = MAPPINGS.first();
        for (int i = 0; i < SLEEPERS.length; i++) {
            SLEEPERS[i] = new WaitWord(side.domain(), side.cell(MAPPINGS.offset(i), PLACE_BYTES), 0);
        }
    }

    private WaitWordStress() {}

    /** Who reads the value that it expects and then still sees the reason to sleep, expects a value that will change. */
    @JCStressTest
    @State
    @Outcome(
            id = "true, false",
            expect = Expect.ACCEPTABLE,
            desc = "It saw the reason; the value it expects has gone, so the kernel returns.")
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "It saw that there is nothing to sleep for.")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The same, and it had even read the last value.")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "It sleeps on a value that nobody will change.")
    public static class SleeperAndEnder {
        private final MemorySegment sleepers;
        private final MemorySegment enders;
        private final WaitWord word;
        private int expected;

        public SleeperAndEnder() {
            long offset = MAPPINGS.next();
            sleepers = MAPPINGS.first().part(offset, PLACE_BYTES);
            enders = MAPPINGS.second().part(offset, PLACE_BYTES);
            word = SLEEPERS[MAPPINGS.index(offset)];
        }

        @Actor
        public void sleeper(ZZ_Result r) {
            expected = word.value();
            r.r1 = Words.longAcquire(sleepers, REASON_AT) == 0;
        }

        @Actor
        public void ender() {
            Words.longRelease(enders, REASON_AT, 1);
            Words.intGetAndAdd(enders, 0, 1);
        }

        @Arbiter
        public void end(ZZ_Result r) {
            r.r2 = word.value() == expected;
        }
    }
}
