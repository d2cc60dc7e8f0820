package dev.procession.benchmarks.pool;

import dev.procession.RemoteCallable;
import dev.procession.pool.ProcessPool;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Ours. */
final class ProcessionTaskPool implements TaskPool {
    private final ProcessPool pool;

    ProcessionTaskPool(int workers) {
        pool = ProcessPool.open(o -> o.withWorkers(workers));
    }

    @Override
    public Future<Integer> submit(RemoteCallable<Integer> task) {
        return pool.submit(task);
    }

    @Override
    public long map(int count) throws InterruptedException {
        long sum = 0;
        for (Integer result : pool.map(Tasks::addOne, inputs(count))) sum += result;
        return sum;
    }

    @Override
    public OptionalLong outcomes(int count) {
        long sum = 0;
        try (var outcomes = pool.outcomes(Tasks::addOne, inputs(count))) {
            for (var outcome : outcomes) sum += outcome.get();
        }
        return OptionalLong.of(sum);
    }

    @Override
    public void close() {
        pool.close(Duration.ZERO);
    }

    private static Iterable<Integer> inputs(int count) {
        return () -> IntStream.range(0, count).boxed().iterator();
    }
}
