package dev.procession.internal.process;

import dev.procession.os.Clock;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import java.util.List;

/** Descendants of children, from one walk through {@code /proc} for all who ask at about the same time: hundreds may end together. */
final class Family {
    private static final long FRESH_NANOS = 5_000_000;

    private static List<ProcessStat> everybody = List.of();
    private static long seenNanos = Long.MIN_VALUE;

    private Family() {}

    /** The descendants of a process, seen a moment ago at most. */
    static synchronized List<ProcessStat> descendants(int pid) {
        long now = Clock.monotonicNanos();
        if (seenNanos == Long.MIN_VALUE || now - seenNanos > FRESH_NANOS) {
            everybody = ProcFs.everybody();
            seenNanos = Clock.monotonicNanos();
        }
        return ProcFs.descendants(pid, everybody);
    }
}
