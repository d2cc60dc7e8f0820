package dev.procession.internal.sync;

import dev.procession.os.Clock;
import java.time.Duration;

/** A point of the monotonic clock, in nanoseconds, until which a thread waits. */
final class Deadline {
    static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /** So long from now; zero or less: now. */
    static long after(long nanos) {
        if (nanos <= 0) return 0;
        long now = Clock.monotonicNanos();
        return nanos > NEVER - now ? NEVER : now + nanos;
    }

    /** So long from now; a time too long to be counted is for ever. */
    static long after(Duration timeout) {
        return after(nanos(timeout));
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : NEVER;
        }
    }
}
