package dev.procession.kill;

import dev.procession.sync.ProcessSemaphore;
import java.io.Serializable;

/** A process that does everything with semaphores, unless it is killed on the way. */
final class SemaphoreVictim {
    private SemaphoreVictim() {}

    /**
     * What it works on.
     *
     * @param counting has permits, and nobody else wants them
     * @param held the same
     * @param empty others sleep until it releases three to it
     * @param heldEmpty others sleep until it releases one to it
     * @param orphan held, two permits: left by a dead process, or not
     */
    record Work(
            ProcessSemaphore counting,
            ProcessSemaphore held,
            ProcessSemaphore empty,
            ProcessSemaphore heldEmpty,
            ProcessSemaphore orphan)
            implements Serializable {
        void run() throws InterruptedException {
            empty.release(3); // others sleep for it, whatever the point
            heldEmpty.release();
            ProcessSemaphore.create(1).close();
            ProcessSemaphore.held(1).close();
            if (orphan.tryAcquire(2)) orphan.release(2);
            useUp(counting);
            useUp(held);
        }

        /** For a process that dies with what is an orphan's then. */
        void dieWithPermits() throws InterruptedException {
            orphan.acquire(2);
            Runtime.getRuntime().halt(1);
        }
    }

    /** Has all of its permits, and threads of its own that wait for one and for two. */
    private static void useUp(ProcessSemaphore semaphore) throws InterruptedException {
        for (int wanted = 1; wanted <= 2; wanted++) {
            int all = semaphore.drainPermits();
            int count = wanted;
            Thread waiter = Thread.ofPlatform().daemon().start(() -> {
                semaphore.acquireUninterruptibly(count);
                semaphore.release(count);
            });
            while (!semaphore.toString().contains("others wait")) Thread.sleep(1);
            semaphore.release(all);
            waiter.join();
        }
    }
}
