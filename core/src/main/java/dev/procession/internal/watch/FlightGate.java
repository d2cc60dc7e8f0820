package dev.procession.internal.watch;

import jdk.jfr.FlightRecorder;

/**
 * Whether the flight recorder is there and has been begun. To ask costs one class of its, which starts nothing; the classes of
 * our events, and what they need, are loaded behind this gate.
 */
final class FlightGate {
    private static volatile boolean absent;

    private FlightGate() {}

    static boolean isOpen() {
        if (absent) return false;
        try {
            return FlightRecorder.isInitialized();
        } catch (LinkageError e) { // a JDK, or a graph of modules, without jdk.jfr
            absent = true;
            return false;
        }
    }
}
