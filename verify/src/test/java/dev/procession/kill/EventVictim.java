package dev.procession.kill;

import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.ProcessEvent;

/** A process that does everything with an event and a latch, unless it is killed on the way. */
final class EventVictim {
    private EventVictim() {}

    /** A latch of its own, a pulse, and a count that makes zero. */
    static void run(ProcessEvent event, ProcessCountDownLatch latch) {
        ProcessCountDownLatch.create(1).close();
        event.set();
        event.clear();
        latch.countDown();
    }
}
