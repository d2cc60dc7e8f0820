package dev.procession.examples.tour;

import dev.procession.RemoteTask;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessBarrier;
import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.ProcessEvent;
import dev.procession.sync.ProcessSemaphore;
import dev.procession.sync.SharedInt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.stream.LongStream;

/**
 * A barrier for five parties, three seats for eight, and a bounded buffer: barrier, semaphore and condition.
 *
 * <p>Python: {@code Barrier}, {@code Semaphore}, {@code Condition}, with the same methods. The traps there: a party that is killed
 * leaves the others at the barrier for ever, and a process that is killed in its seat keeps the seat. Here the barrier breaks, and the
 * seat of a held semaphore is free again.
 */
public final class S18Meetings {
    private static final int FRIENDS = 5;
    private static final int SEATS = 3;
    private static final int GUESTS = 8;
    private static final int CAPACITY = 4;
    private static final int GOODS = 20;

    private S18Meetings() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        barrier();
        semaphore();
        condition();
    }

    /** This thread is one of the five; each of two processes has two more. */
    private static void barrier() throws Exception {
        try (SharedInt meetings = SharedInt.create(0);
                ProcessBarrier place = ProcessBarrier.create(FRIENDS, meetings::incrementAndGet);
                ProcessCountDownLatch told = ProcessCountDownLatch.create(FRIENDS - 1);
                ProcessEvent again = ProcessEvent.create()) {
            RemoteTask friends = () -> twoFriends(place, told, again);
            try (var two = ChildProcess.launch(friends);
                    var more = ChildProcess.launch(friends)) {
                Check.await(() -> place.getNumberWaiting() == FRIENDS - 1, "four of them wait for the fifth");
                Check.that(meetings.get() == 0, "they have not met");
                Check.that(place.await() == 0, "the fifth is the last to arrive, and has index 0");
                Check.that(meetings.get() == 1, "the action has run once, before anybody went on");

                place.abort();
                Check.that(told.await(Check.PATIENCE), "abort: all four are told, those asleep too");
                Check.that(place.isBroken() && isBrokenFor(place), "it is broken for who comes later, too");
                place.reset();
                Check.that(!place.isBroken() && place.getNumberWaiting() == 0, "reset: as if nobody had come");

                again.set();
                place.await();
                Check.that(meetings.get() == 2, "and they meet again");
                Check.that(two.join().isSuccess() && more.join().isSuccess(), "all have gone home");
            }
        }
    }

    private static void twoFriends(ProcessBarrier place, ProcessCountDownLatch told, ProcessEvent again)
            throws Exception {
        Threads.run(2, i -> friend(place, told, again));
        place.close(); // this process is no party any more
    }

    private static void friend(ProcessBarrier place, ProcessCountDownLatch told, ProcessEvent again) throws Exception {
        place.await();
        if (!isBrokenFor(place)) throw new IllegalStateException("passed a barrier that was aborted");
        told.countDown();
        again.await();
        place.await();
    }

    private static boolean isBrokenFor(ProcessBarrier place) throws InterruptedException {
        try {
            place.await();
            return false;
        } catch (BrokenBarrierException e) {
            return true;
        }
    }

    private static void semaphore() throws Exception {
        try (ProcessSemaphore seats = ProcessSemaphore.held(SEATS);
                SharedInt seated = SharedInt.create(0);
                SharedInt most = SharedInt.create(0);
                SharedInt served = SharedInt.create(0);
                ProcessEvent serve = ProcessEvent.create()) {
            RemoteTask guests = () -> Threads.run(GUESTS / 2, i -> {
                seats.acquire();
                try {
                    int now = seated.incrementAndGet();
                    most.updateAndGet(before -> Math.max(before, now));
                    serve.await();
                    served.incrementAndGet();
                } finally {
                    seated.decrementAndGet();
                    seats.release();
                }
            });
            try (var four = ChildProcess.launch(guests);
                    var more = ChildProcess.launch(guests)) {
                Check.await(() -> seated.get() == SEATS, "three are seated");
                Check.that(seats.availablePermits() == 0 && !seats.tryAcquire(), "no seat is free");
                serve.set();
                Check.that(four.join().isSuccess() && more.join().isSuccess(), "all have gone");
            }
            Check.that(
                    served.get() == GUESTS && most.get() == SEATS, "eight were served, never more than three at once");
            Check.that(seats.availablePermits() == SEATS, "three seats are free");
        }
    }

    private static void condition() throws Exception {
        try (BoundedBuffer buffer = new BoundedBuffer(CAPACITY);
                var producer = ChildProcess.launch(() -> {
                    for (int i = 1; i <= GOODS; i++) buffer.put(i);
                })) {
            Check.await(() -> buffer.size() == CAPACITY, "the buffer is full");
            Check.that(producer.isAlive(), "the producer is not done: it waits until there is room");
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < GOODS; i++) taken.add(buffer.take());
            Check.that(
                    taken.equals(LongStream.rangeClosed(1, GOODS).boxed().toList()),
                    "what was put was taken, in order: " + taken);
            Check.that(producer.join().isSuccess() && buffer.size() == 0, "the producer is done, the buffer is empty");
        }
    }
}
