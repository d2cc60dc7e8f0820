package dev.procession.testkit;

import java.time.Duration;

/**
 * The only delays that tests use, all scaled by the system property {@value #SCALE_PROPERTY}: 1 by default, more on a slow
 * machine, under a sanitizer or in an emulator.
 *
 * <p>A test waits for what it wants to see, and these only bound the wait or space its looks. Where a promise has a time, a test of
 * it takes that as a multiple of these, so that it grows with them.
 */
public final class Delays {
    /** The system property by which all delays are multiplied; a positive decimal number. */
    public static final String SCALE_PROPERTY = "procession.delays.scale";

    private static final double SCALE = scale(System.getProperty(SCALE_PROPERTY, "1"));

    /** Between two looks at something that cannot tell by itself: 5 ms. */
    public static final Duration BLINK = scaled(5);

    /** Long enough to see that something does not happen, as far as a test can: 100 ms. */
    public static final Duration SHORT = scaled(100);

    /** Long enough for anything that a test waits for: 20 s. */
    public static final Duration LONG = scaled(20_000);

    /** What one test may take, before {@link Watchdog} ends it: 60 s. */
    public static final Duration WATCHDOG = scaled(60_000);

    private Delays() {}

    private static Duration scaled(long millis) {
        return Duration.ofMillis((long) Math.ceil(millis * SCALE));
    }

    static double scale(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value <= 1_000) return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message(text), e);
        }
        throw new IllegalArgumentException(message(text));
    }

    private static String message(String text) {
        return "system property " + SCALE_PROPERTY + " must be a number above 0, at most 1000; was '" + text + "'";
    }
}
