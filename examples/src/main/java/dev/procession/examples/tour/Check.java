package dev.procession.examples.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a scenario program says about itself: every line that it prints as true, it has looked at. */
final class Check {
    /** How long a scenario waits for what others are to do; a child that failed must not hold it up for ever. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MILLIS = 2;

    private Check() {}

    /** Prints a statement that holds, and throws if it does not. */
    static void that(boolean holds, String statement) {
        if (!holds) throw new IllegalStateException("does not hold: " + statement);
        System.out.println("  " + statement);
    }

    /** Waits until a statement holds, and prints it. */
    static void await(BooleanSupplier holds, String statement) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!holds.getAsBoolean() && System.nanoTime() - startNanos < PATIENCE.toNanos()) Thread.sleep(LOOK_MILLIS);
        that(holds.getAsBoolean(), statement);
    }

    /** Whether a process runs; one that has ended and whose parent has not asked for its status does not. */
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /** Waits until none of the processes runs, and returns how many milliseconds that took. */
    static long awaitEnd(Collection<Long> pids) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (pids.stream().anyMatch(Check::runs)) {
            if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "still running: " + pids.stream().filter(Check::runs).toList());
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
