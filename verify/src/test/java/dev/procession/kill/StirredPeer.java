package dev.procession.kill;

import dev.procession.pool.Done;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.testkit.KillSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A program whose pool is shaken on both sides: every thread pauses now and then between two steps that others can see. */
final class StirredPeer {
    private static final int INPUTS = 4000;
    private static final int SUBMITTED = 300;
    private static final int LARGE = 40;

    private StirredPeer() {}

    public static void main(String[] args) throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2)
                .withChild(
                        c -> c.withJvmFlags("-XX:TieredStopAtLevel=1").withSystemProperty(KillSwitch.STIR, args[0])))) {
            List<Integer> inputs = IntStream.range(0, INPUTS).boxed().toList();
            if (!pool.map(i -> i + 1, inputs)
                    .equals(inputs.stream().map(i -> i + 1).toList())) {
                throw new AssertionError("map gave other results");
            }
            checkLarge(pool);
            List<ProcessFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < SUBMITTED; i++) {
                int input = i;
                futures.add(pool.submit(() -> -input));
            }
            int cancelled = 0;
            for (int i = 0; i < SUBMITTED; i += 3) if (futures.get(i).cancel(false)) cancelled++;
            int done = 0;
            for (int i = 0; i < SUBMITTED; i++) {
                Outcome<Object, Integer> outcome = futures.get(i).outcome();
                if (!(outcome instanceof Done<Object, Integer>(var input, Integer value, var info))) continue;
                if (value != -i) throw new AssertionError(i + " gave " + value);
                done++;
            }
            if (done + cancelled != SUBMITTED) throw new AssertionError(done + " done, " + cancelled + " cancelled");
        }
        System.out.println("whole");
    }

    /** Inputs and results larger than a ring, waited for by several threads: both ends write what the other has room for. */
    private static void checkLarge(ProcessPool pool) throws Exception {
        List<ProcessFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            byte[] bytes = new byte[400_000 + i];
            futures.add(pool.submit(() -> bytes.length));
        }
        List<Thread> waiting = new ArrayList<>();
        var right = new AtomicInteger();
        for (int t = 0; t < 3; t++) {
            waiting.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < LARGE; i++) if (length(futures.get(i)) == 400_000 + i) right.incrementAndGet();
            }));
        }
        for (Thread thread : waiting) thread.join();
        if (right.get() != 3 * LARGE) throw new AssertionError(right + " of " + 3 * LARGE + " were right");
    }

    private static int length(ProcessFuture<Integer> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
