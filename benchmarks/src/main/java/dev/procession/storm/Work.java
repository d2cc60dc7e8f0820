package dev.procession.storm;

import java.io.IOException;
import java.nio.file.Path;

/** What the workers do. The durations follow from the input, so that both sides know what to expect. */
final class Work {
    private static final int LEAST_MICROS = 100;
    private static final int MOST_MICROS = 5_000;

    private Work() {}

    /** Spins for 0.1 to 5 ms, then returns what {@link #expected} says. */
    static long small(long input) {
        spin(LEAST_MICROS + Math.floorMod(mix(input), MOST_MICROS - LEAST_MICROS));
        return expected(input);
    }

    /** The same, and says in a file when it begins and when it has come to its end. */
    static long marked(Path marks, long input) throws IOException {
        Marks.begin(marks, input);
        long value = small(input);
        Marks.end(marks, input);
        return value;
    }

    /** The value of {@link #small} and {@link #sleepy} for an input. */
    static long expected(long input) {
        return mix(input) ^ input;
    }

    /** Waits for some milliseconds in a way that an interrupt ends with an exception. */
    static long sleepy(long input) throws InterruptedException {
        Thread.sleep(Math.floorMod(mix(input), 60));
        return expected(input);
    }

    /** Never gives way to an interrupt: only its end, or the grace time's, stops it. */
    static long stubborn(long input) {
        spin(150_000);
        return expected(input);
    }

    /** Throws. */
    static long failing(long input) {
        throw new IllegalStateException("asked to fail: " + input);
    }

    private static void spin(long micros) {
        long endNanos = System.nanoTime() + micros * 1_000;
        while (System.nanoTime() - endNanos < 0) Thread.onSpinWait();
    }

    /** Scatters the bits, by odd multipliers and shifts. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 31)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
