package dev.procession.storm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each thing happened in a storm; any thread may count.
 *
 * @param <W> what is counted
 */
final class Counts<W extends Enum<W> & Counts.Labelled> {
    /** Has a line in the table. */
    interface Labelled {
        String label();
    }

    private final Class<W> kinds;
    private final Map<W, LongAdder> counts = new ConcurrentHashMap<>();

    Counts(Class<W> kinds) {
        this.kinds = kinds;
    }

    void count(W what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    long of(W what) {
        LongAdder adder = counts.get(what);
        return adder == null ? 0 : adder.sum();
    }

    /** In the order of the enum. */
    void tell(Report report) {
        for (W what : kinds.getEnumConstants()) report.add(what.label(), of(what));
    }
}
