package dev.procession.benchmarks.sync;

import java.io.Serial;
import java.io.Serializable;

/** How often something took how long: counts by nanoseconds, 32 for each power of two, so exact to 3 %. */
final class Waits implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int FINE_BITS = 5;
    private static final int FINE = 1 << FINE_BITS;
    private static final int POWERS = 64;

    private final long[] counts = new long[FINE * POWERS];

    void add(long nanos) {
        counts[bucket(nanos)]++;
    }

    void addAll(Waits other) {
        for (int i = 0; i < counts.length; i++) counts[i] += other.counts[i];
    }

    /**
     * Returns what at least so many percent did not exceed, as the least value of its bucket.
     *
     * @throws IllegalStateException if nothing was added
     */
    long percentile(int percent) {
        long all = 0;
        for (long count : counts) all += count;
        if (all == 0) throw new IllegalStateException("nobody waited, so there is no percentile of waits");
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen * 100 >= all * percent) return least(i);
        }
        throw new AssertionError(seen + " of " + all);
    }

    private static int bucket(long nanos) {
        if (nanos < FINE) return (int) Math.max(0, nanos);
        int shift = Long.SIZE - 1 - FINE_BITS - Long.numberOfLeadingZeros(nanos);
        return (shift + 1) * FINE + (int) ((nanos >> shift) & (FINE - 1));
    }

    private static long least(int bucket) {
        return bucket < FINE ? bucket : (long) (bucket % FINE + FINE) << (bucket / FINE - 1);
    }
}
