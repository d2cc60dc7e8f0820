package dev.procession.os;

/**
 * The clock of all deadlines here: CLOCK_MONOTONIC, the same for all processes of a host (and of a time namespace).
 *
 * <p>{@link System#nanoTime} is specified for one JVM only, but HotSpot reads this very clock, without a downcall and
 * compiled into the caller. That is proved rather than believed: once per JVM the kernel's own answer must fall between
 * two readings of {@code nanoTime}, a window of microseconds that another clock does not hit. Where the proof fails,
 * the kernel is asked each time.
 */
public final class Clock {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int ATTEMPTS = 3;

    private static final boolean NANO_TIME_IS_MONOTONIC = prove();

    private Clock() {}

    /**
     * Nanoseconds on the host's monotonic clock.
     *
     * @return the time
     */
    public static long monotonicNanos() {
        return NANO_TIME_IS_MONOTONIC ? System.nanoTime() : kernelNanos();
    }

    static long kernelNanos() {
        Scratch scratch = Scratch.mine();
        long result = Syscall.call(SyscallNumber.CLOCK_GETTIME, CLOCK_MONOTONIC, scratch.timeAddress(0), 0);
        if (result < 0) {
            throw new OsException((int) -result, "clock_gettime", "CLOCK_MONOTONIC");
        }
        return scratch.timeNanos();
    }

    private static boolean prove() {
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = System.nanoTime();
            long kernel = kernelNanos();
            long after = System.nanoTime();
            if (kernel < before || kernel > after) {
                return false; // every attempt must hold: a clock that drifts may pass by the window once
            }
        }
        return true;
    }
}
