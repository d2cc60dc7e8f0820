package dev.procession.testkit;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses at kill points instead of kills: each thread draws from a seed and its own name, now and then, how long the others
 * get to run between two of its steps. Replayed with the same seed, each thread pauses at the same places for as long; what the
 * scheduler does beside that is its own.
 */
final class Stirring {
    private static final int ONE_IN = 8;
    private static final long LONGEST_NANOS = 200_000;

    private final ThreadLocal<Random> random;
    private final boolean active;

    private Stirring(long seed, boolean active) {
        this.active = active;
        this.random = ThreadLocal.withInitial(
                () -> new Random(seed ^ Thread.currentThread().getName().hashCode()));
    }

    static Stirring fromProperties() {
        String seed = System.getProperty(KillSwitch.STIR, "");
        return seed.isEmpty() ? new Stirring(0, false) : new Stirring(Long.parseLong(seed), true);
    }

    void pause() {
        if (!active) return;
        Random own = random.get();
        if (own.nextInt(ONE_IN) != 0) return;
        long nanos = own.nextLong(LONGEST_NANOS);
        if (own.nextBoolean()) LockSupport.parkNanos(nanos);
        else spin(nanos);
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) Thread.onSpinWait();
    }
}
