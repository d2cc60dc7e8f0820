package dev.procession.crash;

import dev.procession.pool.Lost;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.testkit.Processes;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** A program with a pool: many short tasks, a task that is cancelled, a worker that is killed, a virtual thread that waits. */
final class NappingPeer {
    private NappingPeer() {}

    public static void main(String[] args) throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2))) {
            int sum = 0;
            for (int value : pool.map(i -> i, IntStream.range(0, 1000).boxed().toList())) sum += value;
            System.out.println("sum " + sum);
            ProcessFuture<Integer> sleeper = pool.submit(() -> {
                Thread.currentThread().join();
                return 0;
            });
            System.out.println("cancelled " + sleeper.cancel(true));
            ProcessFuture<Integer> victim = pool.submit(() -> {
                Processes.kill(ProcessHandle.current().pid());
                return 0;
            });
            if (victim.outcome() instanceof Lost<Object, Integer> lost) {
                System.out.println("killed " + lost.certificate().cause().kind());
            }
            var answer = new FutureTask<>(() -> pool.run(() -> 6 * 7));
            Thread.ofVirtual().start(answer);
            System.out.println("virtual " + answer.get());
        }
    }
}
