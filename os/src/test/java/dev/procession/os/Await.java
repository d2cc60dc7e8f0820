package dev.procession.os;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for something that this process cannot be told of, with a watchdog. */
final class Await {
    private static final long PAUSE_MILLIS = 2;

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SleepingThread.WATCHDOG_SECONDS);
        while (!condition.call()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("Did not happen in " + SleepingThread.WATCHDOG_SECONDS + " s: " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
