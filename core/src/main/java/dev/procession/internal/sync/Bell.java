package dev.procession.internal.sync;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import dev.procession.os.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * A word by which one side of a channel, a single thread, sleeps until something it is interested in has happened. The
 * other side, and other threads of its own process, ring it.
 * <h2>Layout, format 1: 4 bytes, aligned to 128, a futex word</h2><pre>
 * value   meaning                                           written by
 *     0   nobody sleeps, or the sleeper has been rung        sleeper, any ringer
 *  bits   the sleeper sleeps, or is about to, and wants one  the sleeper
 *         of these: {@link #DATA}, {@link #SPACE}, {@link #LOCAL}</pre>
 * <h2>Invariants</h2>
 * I1. The sleeper sets its bits (volatile), and only then looks whether what it wants has happened. A ringer makes it happen,
 * and only then (full fence) looks at the bits. So one of the two sees the other.
 * I2. Only the sleeper sets bits, and whoever gives back what it had taken by {@link #relieve}; a ringer that swaps them to 0
 * wakes the sleeper.
 * <h2>If a process is killed</h2><pre>
 * between                              leaves                       put right by
 * a ringer's event and its look        a sleeper not rung           the death epoch, else the sleeper's nap limit
 * a ringer's swap to 0 and its wake    a sleeper on a changed word  the same
 * relieving a sleeper and giving back  a sleeper with no bits       nobody has to: both are threads of the dead process
 * a sleeper's setting and its sleep    bits of nobody               nobody has to: a wake-up without a sleeper
 * a sleeper's waking and its next step bits of nobody               the same</pre>
 */
public final class Bell {
    public static final int DATA = 1;
    public static final int SPACE = 2;
    public static final int LOCAL = 4;

    /**
     * The longest sleep. It covers a ringer and a supervisor that died together, which no sleeper of ours survives: a child goes
     * with its parent, and a parent supervises its children. So it is long, and an idle pool sleeps.
     */
    private static final long LONGEST_NAP_NANOS = 10_000_000_000L;

    private static final long FIRST_NAP_NANOS = 50_000_000;

    private final SharedSegment segment;
    private final MemorySegment word;
    private final Domain domain;
    private final Spin spin;

    /** The bell of a sleeper that spins first. */
    public Bell(SharedSegment segment, long offset, Domain domain) {
        this(segment, offset, domain, new Spin());
    }

    /** The bell of a sleeper that spins as this says. */
    public Bell(SharedSegment segment, long offset, Domain domain, Spin spin) {
        this.spin = spin;
        this.segment = segment;
        this.word = segment.memory().asSlice(offset, 4);
        this.domain = domain;
    }

    /** Rings if the sleeper wants one of these; what has happened must have been written before. */
    public void ring(int happened) {
        VarHandle.fullFence(); // I1: the event before the look
        int wanted = Words.intOpaque(word, 0); // the fence orders it
        if ((wanted & happened) != 0 && Words.intCompareAndSet(word, 0, wanted, 0)) Futex.wake(word, 1);
    }

    /**
     * Waits until the condition holds.
     *
     * @param wanted what to be rung for; the condition must not become true without such a ring
     * @param condition read only by this thread; cheap
     * @param peer asked when a member of the domain has died, and at every nap
     * @param deadlineNanos on the monotonic clock, or {@link Long#MAX_VALUE}
     * @return whether the condition holds; false if the peer died, the deadline passed, or the segment closes
     */
    public boolean await(int wanted, BooleanSupplier condition, Liveness peer, long deadlineNanos)
            throws InterruptedException {
        try {
            if (spin.until(condition)) return true;
            return Thread.currentThread().isVirtual()
                    ? Carriers.call(() -> sleep(wanted, condition, peer, deadlineNanos))
                    : sleep(wanted, condition, peer, deadlineNanos);
        } catch (IllegalStateException e) { // a look at the segment between two sleeps, while it was being closed
            if (segment.isClosing()) return false;
            throw e;
        }
    }

    /**
     * Keeps ringers from waking the sleeper, because another thread of its process looks in its place, for a moment.
     *
     * @return what the sleeper wants, to be given to {@link #giveBack}; 0 if nobody sleeps
     */
    public int relieve() {
        int wanted = Words.intOpaque(word, 0);
        return wanted != 0 && Words.intCompareAndSet(word, 0, wanted, 0) ? wanted : 0;
    }

    /**
     * Leaves the waiting to the sleeper again, and wakes it if what it wants has happened meanwhile. A sleeper that has looked
     * up by itself in between finds bits of nobody's, which is harmless.
     */
    public void giveBack(int wanted, BooleanSupplier condition) {
        if (wanted == 0) return;
        Words.intGetAndOr(word, 0, wanted);
        if (condition.getAsBoolean()) ring(wanted); // I1, for the sleeper
    }

    private boolean sleep(int wanted, BooleanSupplier condition, Liveness peer, long deadlineNanos)
            throws InterruptedException {
        long nap = FIRST_NAP_NANOS;
        Parker parker = Parker.ofThisThread();
        while (true) {
            if (Thread.interrupted()) throw new InterruptedException();
            int epoch = domain.epoch();
            Words.intVolatile(word, 0, wanted);
            if (condition.getAsBoolean()) return awake(true);
            if (!peer.isAlive()) return awake(condition.getAsBoolean()); // it may have done it before it died
            long now = Clock.monotonicNanos();
            if (now >= deadlineNanos) return awake(false);
            long until = Math.min(deadlineNanos, now + nap);
            if (!parker.park(segment, word, wanted, domain, epoch, until)) return false;
            if (condition.getAsBoolean()) return awake(true);
            nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
        }
    }

    private boolean awake(boolean result) {
        Words.intRelease(word, 0, 0); // a ringer that still saw the bits wakes nobody, which is harmless
        return result;
    }
}
