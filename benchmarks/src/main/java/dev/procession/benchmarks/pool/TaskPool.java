package dev.procession.benchmarks.pool;

import dev.procession.RemoteCallable;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/** What every pool of this JVM's rivals can do. The sums prove that the work was done, all of it and once. */
interface TaskPool extends AutoCloseable {
    Future<Integer> submit(RemoteCallable<Integer> task) throws Exception;

    /** Adds one to 0, 1 ... count - 1 and returns the sum of the results, which came in order. */
    long map(int count) throws Exception;

    /** The same, with results taken as they come; empty if it has no such call. */
    OptionalLong outcomes(int count) throws Exception;

    @Override
    void close();
}
