package dev.procession.internal.watch;

import java.lang.System.Logger.Level;

/**
 * Tells of what happens to children: to the log, at DEBUG, and to the flight recorder while it records. It
 * never waits and runs no code of the user's, so it may be called under locks and in any thread.
 */
public final class Watch {
    private Watch() {}

    /** A process has been spawned. */
    public static void started(String name, int pid, String program) {
        debug(name, pid, "was started: " + program);
        if (FlightGate.isOpen()) FlightEvents.started(name, pid, program);
    }

    /** A child JVM has said that it is ready. */
    public static void ready(String name, int pid, long bootNanos) {
        debug(name, pid, "is ready after " + millis(bootNanos));
        if (FlightGate.isOpen()) FlightEvents.ready(name, pid, bootNanos);
    }

    /** This program has killed a process. */
    public static void killed(String name, int pid, String cause) {
        debug(name, pid, "was killed: " + cause);
        if (FlightGate.isOpen()) FlightEvents.killed(name, pid, cause);
    }

    /**
     * A process has ended.
     *
     * @param cause why, or empty if it simply came to its end
     */
    public static void ended(String name, int pid, String status, String cause, long livedNanos) {
        debug(name, pid, "ended after " + millis(livedNanos) + ": " + status + (cause.isEmpty() ? "" : "; " + cause));
        if (FlightGate.isOpen()) FlightEvents.ended(name, pid, status, cause, livedNanos);
    }

    private static void debug(String name, int pid, String what) {
        LibraryLog.log(Level.DEBUG, "child '" + name + "' (pid " + pid + ") " + what);
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }
}
