package dev.procession.internal.sync;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import dev.procession.os.Futex;
import java.lang.foreign.MemorySegment;

/**
 * A word of request bits that one process posts and one thread of another takes: {@code 4 bytes, aligned to 4, a futex word}.
 *
 * <p>A bit posted twice before it is taken is taken once. If the poster is killed between setting a bit and the wake-up, the
 * taker sees it at the end of its nap; if the taker is killed, the bits stay, for nobody.
 */
public final class BitMailbox {
    private static final long FIRST_NAP_NANOS = 50_000_000;

    /** As long as a {@link Bell}'s, for the same reason. */
    private static final long LONGEST_NAP_NANOS = 10_000_000_000L;

    private final SharedSegment segment;
    private final MemorySegment word;
    private final Domain domain;

    public BitMailbox(SharedSegment segment, long offset, Domain domain) {
        this.segment = segment;
        this.word = segment.memory().asSlice(offset, 4);
        this.domain = domain;
    }

    public void post(int bits) {
        Words.intGetAndOr(word, 0, bits);
        Futex.wake(word, 1);
    }

    /** Sleeps until there are bits, and takes them; 0 only if the segment closes. */
    public int take() throws InterruptedException {
        long nap = FIRST_NAP_NANOS;
        try {
            while (true) {
                if (Thread.interrupted()) throw new InterruptedException();
                int epoch = domain.epoch();
                int bits = Words.intGetAndSet(word, 0, 0);
                if (bits != 0) return bits;
                if (!Parker.ofThisThread().park(segment, word, 0, domain, epoch, Clock.monotonicNanos() + nap))
                    return 0;
                nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
            }
        } catch (IllegalStateException e) { // a look at the segment between two sleeps, while it was being closed
            if (segment.isClosing()) return 0;
            throw e;
        }
    }
}
