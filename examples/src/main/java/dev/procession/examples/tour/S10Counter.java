package dev.procession.examples.tour;

import dev.procession.RemoteTask;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.ProcessEvent;
import dev.procession.sync.SharedInt;

/**
 * A counter that two children share: wrong when read before join, right after it.
 *
 * <p>Python: a {@code Value}, printed right after {@code start()}. The trap in both: {@code start} waits for no work, so whoever wants
 * the result has to join. Python's second trap, {@code value += 1}, which is a read and a write, is {@code incrementAndGet} here.
 *
 * <p>The same with a queue, whose {@code taskDone} has to come <em>after</em> the work, waits for queues.
 */
public final class S10Counter {
    private static final int HALF = 500;
    private static final int CHILDREN = 2;

    private S10Counter() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        try (SharedInt counter = SharedInt.create(0);
                ProcessCountDownLatch halfWay = ProcessCountDownLatch.create(CHILDREN);
                ProcessEvent seen = ProcessEvent.create()) {
            // They wait for the parent's look only so that it comes too early each time, and not by luck.
            RemoteTask work = () -> {
                count(counter);
                halfWay.countDown();
                seen.await();
                count(counter);
            };
            try (var one = ChildProcess.launch(work);
                    var two = ChildProcess.launch(work)) {
                Check.that(halfWay.await(Check.PATIENCE), "both children have begun");
                int early = counter.get();
                seen.set();
                Check.that(early == CHILDREN * HALF, "read before join: " + early + ", since they are still at work");
                Check.that(one.join().isSuccess() && two.join().isSuccess(), "both children are joined");
                int right = counter.get();
                Check.that(right == 2 * CHILDREN * HALF, "read after join: " + right + ", all of it");
            }
        }
    }

    private static void count(SharedInt counter) {
        for (int i = 0; i < HALF; i++) counter.incrementAndGet();
    }
}
