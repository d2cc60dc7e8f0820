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

    private static final int LOOKS_PER_CLOCK_READ = 32;
    private static final int PATIENCE = 4;
    private static final int RARELY = 16;

    private final long limitNanos;
    private int failures;

    /** For who is woken by one other. */
    public Spin() {
        this(1);
    }

    /**
     * For who has to wait until others have been woken, one after the other.
     *
     * @param wakes how many wake-ups the answer may take; 0 for who had better sleep at once
     */
    public Spin(int wakes) {
        this.limitNanos = wakes * WAKE_NANOS;
    }

    /** Looks at once, and then again and again for the time of a wake-up; whether the condition came to hold. */
    public boolean until(BooleanSupplier condition) {
        if (condition.getAsBoolean()) return true;
        if (limitNanos == 0) return false;
        int before = failures;
        if (before >= PATIENCE && before % RARELY != 0) {
            failures = before + 1;
            return false;
        }
        boolean held = spin(condition);
        failures = held ? 0 : before + 1;
        return held;
    }

    private boolean spin(BooleanSupplier condition) {
        long end = System.nanoTime() + limitNanos;
        do {
            for (int i = 0; i < LOOKS_PER_CLOCK_READ; i++) {
                if (condition.getAsBoolean()) return true;
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - end < 0);
        return false;
    }
}
