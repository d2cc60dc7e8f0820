package dev.procession.internal.sync;

import java.util.function.BooleanSupplier;

/**
 * Waiting without sleeping, for as long as a sleep and a wake-up would cost, and only where another processor can make the
 * condition true meanwhile: with one processor (by affinity or control group) it does not spin at all.
 */
final class Spin {
    /** About what a wake-up on another core costs here; a longer spin can only lose. See docs/design/parking.md. */
    private static final long LIMIT_NANOS =
            Long.getLong("procession.spin.nanos", Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0);

    private static final int LOOKS_PER_CLOCK_READ = 32;

    private Spin() {}

    static boolean until(BooleanSupplier condition) {
        if (condition.getAsBoolean()) return true;
        if (LIMIT_NANOS == 0) return false;
        long end = System.nanoTime() + LIMIT_NANOS;
        do {
            for (int i = 0; i < LOOKS_PER_CLOCK_READ; i++) {
                if (condition.getAsBoolean()) return true;
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - end < 0);
        return false;
    }
}
