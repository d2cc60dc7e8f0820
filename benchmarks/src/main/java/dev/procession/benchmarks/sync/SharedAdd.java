package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.sync.SharedLong;

/** Our counter, which nobody else uses. */
final class SharedAdd {
    private SharedAdd() {}

    /** The nanoseconds of one addition. */
    static double nanos(Effort effort) throws Exception {
        try (SharedLong counter = SharedLong.create(0)) {
            return new Adding(counter::getAndAdd).nanos(effort);
        }
    }
}
