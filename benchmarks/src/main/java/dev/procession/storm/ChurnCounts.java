package dev.procession.storm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing happened in the second storm; any thread may count. */
final class ChurnCounts {
    /** What is counted, in the order of the table. */
    enum What {
        OPENED("pools opened"),
        CLOSE("  ended by close()"),
        CLOSE_INTERRUPTED("  ended by close(), interrupted"),
        CLOSE_TIMED("  ended by close(timeout)"),
        SHUTDOWN_NOW("  ended by shutdownNow()"),
        SHUTDOWN_AWAIT("  ended by shutdown(), awaitTermination()"),
        ENDED_TWICE("  ended again by another thread"),
        KILLED("workers killed"),
        CANCEL("cancel(false)"),
        CANCEL_INTERRUPT("cancel(true)"),
        CANCEL_REFUSED("  refused, too late"),
        STREAMS("outcomes() left half-way"),
        REJECTED("submits refused by an ended pool"),
        FUTURES("futures"),
        DONE("  done"),
        FAILED("  failed as asked"),
        CANCELLED("  cancelled"),
        LOST_KILLED("  lost to SIGKILL"),
        LOST_CLOSED("  lost to the end of the pool"),
        DEPENDENTS("  their dependents run");

        private final String label;

        What(String label) {
            this.label = label;
        }
    }

    private final Map<What, LongAdder> counts = new ConcurrentHashMap<>();

    void count(What what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    long of(What what) {
        LongAdder adder = counts.get(what);
        return adder == null ? 0 : adder.sum();
    }

    void tell(Report report) {
        for (What what : What.values()) report.add(what.label, of(what));
    }
}
