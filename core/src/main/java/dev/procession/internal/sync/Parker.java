package dev.procession.internal.sync;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Sleeper;
import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import dev.procession.os.Futex;
import dev.procession.os.FutexWaiters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread sleep on a shared word, and wakes it for four reasons: the word moved, it was poked (interruption,
 * closing), a member of the domain died, or its time is up.
 *
 * <p>One system call waits on three words: the target, this thread's own poke word in private memory, and the death epoch of
 * the domain. Where the kernel has no such call (before Linux 5.16) it sleeps on the target alone, in naps of
 * {@link #SHORT_NAP_NANOS}.
 *
 * <p><b>Invariants.</b> I1. The poke word is 1 from a poke until its sleeper has seen it, so a poke between two sleeps is not
 * lost. I2. The segment of the target and the domain's control segment are entered while their addresses are in the
 * kernel's hands. I3. Words on shared mappings never take the private flag; the poke word always does.
 */
final class Parker implements Sleeper {
    /** Without the call for several words: how long a death or a poke may go unseen. */
    private static final long SHORT_NAP_NANOS = 20_000_000;

    private static final long ENDING_NAP_NANOS = 1_000_000;

    private static final ThreadLocal<Parker> OF_THREAD = ThreadLocal.withInitial(Parker::make);
    private static final Set<Parker> ALL = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private static volatile boolean jvmEnds;

    static {
        JvmEnd.atBegin(Parker::leaveTheKernel);
    }

    private final MemorySegment poke = Arena.ofAuto().allocate(4, 4);
    private final FutexWaiters waiters = new FutexWaiters();
    private final InterruptHook interrupts = new InterruptHook(this);

    static Parker ofThisThread() {
        return OF_THREAD.get();
    }

    private static Parker make() {
        Parker parker = new Parker();
        ALL.add(parker);
        return parker;
    }

    /**
     * Brings all sleepers out of the kernel, for good: a JVM that ends waits up to 300 ms for threads in native code. From here on
     * they look once in {@link #ENDING_NAP_NANOS}, since hooks may still need them.
     */
    private static void leaveTheKernel() {
        jvmEnds = true; // before the pokes: who is poked looks at it before it sleeps again
        List<Parker> sleepers;
        synchronized (ALL) {
            sleepers = new ArrayList<>(ALL);
        }
        for (Parker sleeper : sleepers) sleeper.poke();
    }

    @Override
    public void poke() {
        Words.intVolatile(poke, 0, 1);
        Futex.wake(poke, 0, 1, false);
    }

    /**
     * Sleeps while the word has the expected value, the domain's epoch its own, nobody pokes and the deadline is ahead. May
     * return early for no reason.
     *
     * @return false if the segment is closing, so that the word must not be looked at again
     */
    boolean park(
            SharedSegment segment, MemorySegment word, int expected, Domain domain, int epoch, long deadlineNanos) {
        return park(segment, word, expected, domain, epoch, deadlineNanos, () -> {});
    }

    /** The same; the check runs when a {@link SharedSegment#pokeSleepers poke} can no longer be missed, and may throw. */
    boolean park(
            SharedSegment segment,
            MemorySegment word,
            int expected,
            Domain domain,
            int epoch,
            long deadlineNanos,
            Runnable check) {
        if (jvmEnds) {
            LockSupport.parkNanos(ENDING_NAP_NANOS);
            return !segment.isClosing();
        }
        if (!segment.enter(this)) return false;
        boolean onEpoch = domain.control().enter(this);
        try {
            interrupts.enter();
            check.run();
            sleep(word, expected, onEpoch ? domain : null, epoch, deadlineNanos);
        } finally {
            interrupts.leave();
            Words.intVolatile(poke, 0, 0);
            if (onEpoch) domain.control().exit(this);
            segment.exit(this);
        }
        return !segment.isClosing();
    }

    private void sleep(
            MemorySegment word,
            int expected,
            @org.jspecify.annotations.Nullable Domain domain,
            int epoch,
            long deadline) {
        if (domain == null || !Futex.hasWaitAny()) {
            if (Words.intVolatile(poke, 0) == 1) return;
            Futex.await(word, expected, Math.min(deadline, Clock.monotonicNanos() + SHORT_NAP_NANOS));
            return;
        }
        waiters.set(0, word, expected, true);
        waiters.set(1, poke, 0, false);
        waiters.set(2, domain.epochWord(), epoch, true);
        Futex.awaitAny(waiters, deadline);
    }
}
