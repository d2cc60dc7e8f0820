package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import java.util.function.LongUnaryOperator;

/** Additions to a counter that begins at 0; what each returns is looked at, so that none can be left out. */
final class Adding {
    private final LongUnaryOperator getAndAdd;
    private long added;

    /** One kind of counter for each JVM, so that the call is compiled as if it were direct. */
    Adding(LongUnaryOperator getAndAdd) {
        this.getAndAdd = getAndAdd;
    }

    double nanos(Effort effort) throws Exception {
        return new Measure(effort).nanos(this::add);
    }

    private void add(int times) {
        long expected = added;
        long wrong = 0;
        for (int i = 0; i < times; i++) wrong |= getAndAdd.applyAsLong(1) ^ expected++;
        added = expected;
        if (wrong != 0) throw new IllegalStateException("the counter is not what was added, " + expected);
    }
}
