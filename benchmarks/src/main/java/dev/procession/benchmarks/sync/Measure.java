package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Stats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long something takes, in this thread; {@code sync.py} and {@code robust_mutex.c} do the same. */
final class Measure {
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final int KEPT_SAMPLES = 200;
    private static final int SLICES = 20;
    private static final int CALLS_PER_CLOCK_READ = 1_000;

    private final Effort effort;

    Measure(Effort effort) {
        this.effort = effort;
    }

    /** Does something so many times. */
    interface Batch {
        void run(int times) throws Exception;
    }

    /** One round trip to another process. */
    interface RoundTrip {
        void run() throws Exception;
    }

    /** The nanoseconds of one: the median of slices, so that a moment in which others ran does not count. */
    double nanos(Batch batch) throws Exception {
        slice(batch, effort.nanos(WARM_UP_NANOS));
        List<Double> slices = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) slices.add(slice(batch, effort.nanos(MEASURED_NANOS) / SLICES));
        return Stats.median(slices);
    }

    private static double slice(Batch batch, long forNanos) throws Exception {
        long count = 0;
        long start = System.nanoTime();
        long now;
        do {
            batch.run(CALLS_PER_CLOCK_READ);
            count += CALLS_PER_CLOCK_READ;
            now = System.nanoTime();
        } while (now - start < forNanos);
        return (double) (now - start) / count;
    }

    /** The microseconds of round trips, evenly spread over all that were made. */
    List<Double> micros(RoundTrip trip) throws Exception {
        roundTrips(trip, effort.nanos(WARM_UP_NANOS));
        long[] nanos = roundTrips(trip, effort.nanos(MEASURED_NANOS));
        int count = Math.min(KEPT_SAMPLES, nanos.length);
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) kept.add(nanos[(int) ((long) i * nanos.length / count)] / 1e3);
        return kept;
    }

    private static long[] roundTrips(RoundTrip trip, long forNanos) throws Exception {
        long[] nanos = new long[1 << 16];
        int count = 0;
        long start = System.nanoTime();
        long before = start;
        do {
            if (count == nanos.length) nanos = Arrays.copyOf(nanos, 2 * count);
            trip.run();
            long now = System.nanoTime();
            nanos[count++] = now - before;
            before = now;
        } while (before - start < forNanos);
        return Arrays.copyOf(nanos, count);
    }
}
