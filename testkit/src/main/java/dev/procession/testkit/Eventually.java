package dev.procession.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what nobody can tell of: something in another process, or in the kernel. */
public final class Eventually {
    private Eventually() {}

    /**
     * Waits until a condition holds, for {@link Delays#LONG} at most.
     *
     * @param what the condition in words, for the failure
     * @param condition looked at again and again, from the calling thread
     * @throws AssertionError if it did not hold in time
     * @throws InterruptedException if the caller is interrupted
     */
    public static void holds(String what, Callable<Boolean> condition) throws InterruptedException {
        if (!heldWithin(Delays.LONG, condition)) {
            throw new AssertionError("did not come to hold within " + Delays.LONG.toMillis() + " ms: " + what);
        }
    }

    /**
     * Waits until a condition holds, or time has run out.
     *
     * @param atMost the longest wait; zero looks once
     * @param condition looked at again and again, from the calling thread
     * @return whether it held
     * @throws AssertionError if the condition threw
     * @throws InterruptedException if the caller is interrupted
     */
    public static boolean heldWithin(Duration atMost, Callable<Boolean> condition) throws InterruptedException {
        long endNanos = System.nanoTime() + atMost.toNanos();
        while (true) {
            boolean late = System.nanoTime() - endNanos >= 0; // before the last look, which then comes after the end
            if (look(condition)) return true;
            if (late) return false;
            Thread.sleep(Delays.BLINK);
        }
    }

    private static boolean look(Callable<Boolean> condition) throws InterruptedException {
        try {
            return condition.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("a condition threw: " + e, e);
        }
    }
}
