package dev.procession.examples.tour;

import dev.procession.RemoteTask;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.SharedInt;
import java.util.concurrent.locks.Lock;

/**
 * Two processes, of which one adds and one subtracts 1000 times under a lock: exactly 0 is left.
 *
 * <p>Python: {@code with balance.get_lock(): balance.value += 1}. The trap there: without that line it seems to work for small numbers,
 * since each access is locked, but not the two of them together. The same holds here for {@code get} and {@code set}; where a change
 * is a single step, {@code getAndAdd} needs no lock at all.
 */
public final class S22PlusMinus {
    private static final int TIMES = 1000;

    private S22PlusMinus() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        try (SharedInt balance = SharedInt.create(0);
                SharedInt bookings = SharedInt.create(0);
                ProcessCountDownLatch ready = ProcessCountDownLatch.create(2)) {
            try (var plus = ChildProcess.launch(booker(1, balance, bookings, ready));
                    var minus = ChildProcess.launch(booker(-1, balance, bookings, ready))) {
                Check.that(plus.join().isSuccess() && minus.join().isSuccess(), "one has added, one has subtracted");
            }
            Check.that(bookings.get() == 2 * TIMES, "they booked " + bookings.get() + " times");
            Check.that(balance.get() == 0, "exactly " + balance.get() + " is left");
        }
    }

    private static RemoteTask booker(int delta, SharedInt balance, SharedInt bookings, ProcessCountDownLatch ready) {
        return () -> {
            ready.countDown();
            ready.await(); // the other one too, so that they are in each other's way
            Lock lock = balance.lock();
            for (int i = 0; i < TIMES; i++) {
                lock.lock();
                try {
                    balance.set(balance.get() + delta);
                    bookings.set(bookings.get() + 1); // the lock guards whatever we say that it guards
                } finally {
                    lock.unlock();
                }
            }
        };
    }
}
