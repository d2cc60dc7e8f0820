package dev.procession.internal.sync;

import java.util.function.BooleanSupplier;

/**
 * Waiting without sleeping, for as long as a sleep and a wake-up would cost, and only where another processor can make the
 * condition true meanwhile: with one processor (by affinity or control group) it does not spin at all.
 *
 * <p>A spin that fails has cost its time for nothing, and a processor that somebody else may have needed. So after a few failures
 * in a row only one wait in {@link #RARELY} spins, until one succeeds. Not thread-safe: one for each sleeper; a race only makes it
 * forget.
 */
public final class Spin {
    /** About what a wake-up on another core costs here; a longer spin can only lose. See docs/design/parking.md. */
    private static final long WAKE_NANOS =
            Long.getLong("procession.spin.nanos", Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0);

    private static final int LOOKS_PER_CLOCK_READ = 8;
    private static final int PATIENCE = 4;
    private static final int RARELY = 16;

    /** Two that hand over to each other and have both gone to sleep: one must outlast the other's waking, to stay awake with it. */
    private static final int OUTLASTING = 8;

    /** From then on the processor is offered to others between looks: the other may have been woken on this very one. */
    private static final long POLITE_NANOS = 4_000;

    private final long limitNanos;
    private final long rareNanos;
    private final int rarely;
    private final boolean yields;
    private int failures;

    /** For who is woken by one other. */
    public Spin() {
        this(1);
    }

    /** For who may wait for one who waits for it in turn: now and then it spins for as long as the other takes to wake up. */
    static Spin handingOver() {
        return new Spin(1, OUTLASTING, PATIENCE, true);
    }

    /**
     * For who has to wait until others have been woken, one after the other.
     *
     * @param wakes how many wake-ups the answer may take; 0 for who had better sleep at once
     */
    public Spin(int wakes) {
        this(wakes, 1, RARELY, false);
    }

    private Spin(int wakes, int outlasting, int rarely, boolean yields) {
        this.limitNanos = wakes * WAKE_NANOS;
        this.rareNanos = outlasting * limitNanos;
        this.rarely = rarely;
        this.yields = yields;
    }

    /** Looks at once, and then again and again for the time of a wake-up; whether the condition came to hold. */
    public boolean until(BooleanSupplier condition) {
        if (condition.getAsBoolean()) return true;
        if (limitNanos == 0) return false;
        int before = failures;
        if (before >= PATIENCE && before % rarely != 0) {
            failures = before + 1;
            return false;
        }
        boolean held = spin(condition, before >= PATIENCE ? rareNanos : limitNanos);
        failures = held ? 0 : before + 1;
        return held;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: a hint, as the pause is
    private boolean spin(BooleanSupplier condition, long forNanos) {
        long start = System.nanoTime();
        long spent;
        do {
            for (int i = 0; i < LOOKS_PER_CLOCK_READ; i++) {
                if (condition.getAsBoolean()) return true;
                Thread.onSpinWait();
            }
            spent = System.nanoTime() - start;
            if (yields && spent > POLITE_NANOS) Thread.yield();
        } while (spent < forNanos);
        return false;
    }
}
