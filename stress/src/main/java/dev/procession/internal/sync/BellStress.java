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
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link Bell}: its ringer is the real one, its sleeper does what {@link Bell#await} does before it enters the kernel. */
final class BellStress {
    private static final long EVENT_AT = TwoMappings.LINE_BYTES;
    private static final long PLACE_BYTES = 2 * TwoMappings.LINE_BYTES;
    private static final TwoMappings MAPPINGS = TwoMappings.of(PLACE_BYTES);
    private static final Bell[] BELLS = new Bell[TwoMappings.PLACES];

    static {
        TwoMappings.Side ringers = MAPPINGS.second();
        for (int i = 0; i < BELLS.length; i++) {
            BELLS[i] = new Bell(ringers.segment(), MAPPINGS.offset(i), ringers.domain(), new Spin(0));
        }
    }

    private BellStress() {}

    /** I1: the sleeper sets its bits and looks, the ringer makes it happen and looks: one sees the other. */
    @JCStressTest
    @State
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The sleeper saw the event; its bits stay until it takes them back.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Both saw: it is rung and need not be.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper saw nothing, and is rung.")
    @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "The sleeper sleeps, and nobody has rung.")
    public static class SleeperAndRinger {
        private final MemorySegment sleepers;
        private final MemorySegment ringers;
        private final Bell bell;

        public SleeperAndRinger() {
            long offset = MAPPINGS.next();
            sleepers = MAPPINGS.first().part(offset, PLACE_BYTES);
            ringers = MAPPINGS.second().part(offset, PLACE_BYTES);
            bell = BELLS[MAPPINGS.index(offset)];
        }

        @Actor
        public void sleeper(II_Result r) {
            Words.intVolatile(sleepers, 0, Bell.DATA);
            r.r1 = (int) Words.longAcquire(sleepers, EVENT_AT);
        }

        @Actor
        public void ringer() {
            Words.longRelease(ringers, EVENT_AT, 1);
            bell.ring(Bell.DATA);
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = Words.intVolatile(sleepers, 0);
        }
    }
}
