package dev.procession.os;

/** Stands for the class of this name where Lincheck checks: no time passes, since every execution must be repeatable. */
public final class Clock {
    private Clock() {}

    public static long monotonicNanos() {
        return 0;
    }
}
