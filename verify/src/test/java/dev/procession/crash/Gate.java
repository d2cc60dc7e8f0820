package dev.procession.crash;

import java.util.concurrent.CountDownLatch;

/** Where a thread of the tests' own JVM hangs, deaf to interrupts, until the test lets it go. */
final class Gate {
    private static volatile CountDownLatch arrived = new CountDownLatch(1);
    private static volatile CountDownLatch open = new CountDownLatch(1);

    private Gate() {}

    static void shut() {
        arrived = new CountDownLatch(1);
        open = new CountDownLatch(1);
    }

    /** The victim's. */
    static void hang() {
        arrived.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                open.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** The test's: waits until somebody hangs. */
    static void awaitVictim() throws InterruptedException {
        arrived.await(); // the watchdog bounds it
    }

    static void open() {
        open.countDown();
    }
}
