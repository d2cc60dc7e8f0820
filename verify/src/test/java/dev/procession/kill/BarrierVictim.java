package dev.procession.kill;

import dev.procession.sync.ProcessBarrier;
import dev.procession.testkit.Eventually;

/** A process that does everything with barriers, unless it is killed on the way. */
final class BarrierVictim {
    private BarrierVictim() {}

    /**
     * Goes through a life at barriers of two parties.
     *
     * @param met another process waits there
     * @param acting nobody else comes there, and it has an action
     * @param orphaned a party of it may have died
     */
    @SuppressWarnings("try") // it is made and closed, for the sake of both
    static void run(ProcessBarrier met, ProcessBarrier acting, ProcessBarrier orphaned) throws Exception {
        try (ProcessBarrier own = ProcessBarrier.create(1)) {
            met.register();
            met.await();
            Thread first = Thread.ofPlatform().start(() -> arrive(acting));
            Eventually.holds("it has arrived", () -> acting.getNumberWaiting() == 1);
            acting.await();
            first.join();
            acting.abort();
            acting.reset();
            acting.close();
            orphaned.reset();
        }
    }

    private static void arrive(ProcessBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
