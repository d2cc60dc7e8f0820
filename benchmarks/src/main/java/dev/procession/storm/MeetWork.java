package dev.procession.storm;

import dev.procession.storm.LockTally.Permit;
import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.ProcessSemaphore;
import dev.procession.testkit.Processes;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/** What a thread of the fourth storm does with semaphores, events, barriers, latches and numbers. */
final class MeetWork {
    private final LockHand hand;
    private final LockBoard board;
    private final LockTally tally;

    MeetWork(LockHand hand) {
        this.hand = hand;
        this.board = hand.board();
        this.tally = hand.tally();
    }

    /** One step. */
    void step() throws InterruptedException {
        switch (hand.random().nextInt(8)) {
            case 0, 1 -> sit(hand.random().nextInt(LockTally.SEMAPHORES));
            case 2, 3 -> borrow(hand.random().nextInt(LockTally.SEMAPHORES));
            case 4 -> add();
            case 5 -> meet(LockWatch.LIMIT);
            case 6 -> pulse();
            default -> awaitPulse();
        }
    }

    /** With a permit of a held semaphore, where not more may be that live than there are permits. */
    private void sit(int semaphore) throws InterruptedException {
        ProcessSemaphore seats = board.held().get(semaphore);
        if (!acquired(seats, LockCount.SEAT)) return;
        long[] pids = tally.pids();
        long inside = tally.enter(semaphore, hand.record());
        if (Long.bitCount(inside) > LockBoard.seats(semaphore)) checkLiving(semaphore, inside, pids);
        hand.hold();
        tally.leave(semaphore, hand.record());
        seats.release();
        hand.end(LockCount.SEAT);
    }

    /** Those count who have their locks still and were there before, so they had them in the instant of the look. */
    private void checkLiving(int semaphore, long inside, long[] before) {
        int living = 0;
        for (int record = 0; record < LockTally.PLACES * LockTally.THREADS; record++) {
            if ((inside & 1L << record) == 0) continue;
            int place = record / LockTally.THREADS;
            long pid = before[place];
            if (pid != 0 && Processes.hasItsFiles(pid) && tally.pid(place) == pid) living++;
        }
        if (living > LockBoard.seats(semaphore))
            hand.wrong().accept(living + " have a permit of " + board.held().get(semaphore));
    }

    /** With a permit of a counting semaphore, of which the tally knows. */
    private void borrow(int semaphore) throws InterruptedException {
        ProcessSemaphore permits = board.counted().get(semaphore);
        tally.permit(semaphore, hand.record(), Permit.TRYING);
        if (!tally.permitsPaused() && acquired(permits, LockCount.PERMIT)) {
            tally.permit(semaphore, hand.record(), Permit.HELD);
            hand.hold();
            tally.permit(semaphore, hand.record(), Permit.RELEASING);
            permits.release();
            hand.end(LockCount.PERMIT);
            int now = permits.availablePermits();
            if (now > LockBoard.PERMITS) hand.wrong().accept(permits + " has " + now + " permits");
        }
        tally.permit(semaphore, hand.record(), Permit.NONE);
    }

    private boolean acquired(ProcessSemaphore semaphore, LockCount what) throws InterruptedException {
        try (var _ = hand.wait(what, semaphore)) {
            switch (hand.random().nextInt(3)) {
                case 0 -> semaphore.acquire();
                case 1 -> semaphore.acquireUninterruptibly();
                default -> {
                    return semaphore.tryAcquire(LockWatch.LIMIT);
                }
            }
            return true;
        }
    }

    private void add() {
        hand.begin(LockCount.ADD);
        board.sum().getAndAdd(1);
        board.count().updateAndGet(n -> n + 1);
        hand.end(LockCount.ADD);
    }

    /** Lets everybody through who waits. */
    void pulse() {
        board.pulse().set();
        board.pulse().clear();
        hand.end(LockCount.PULSE);
    }

    private void awaitPulse() throws InterruptedException {
        boolean through = true;
        try (var _ = hand.wait(LockCount.EVENT, board.pulse())) {
            if (hand.random().nextBoolean()) board.pulse().await();
            else through = board.pulse().await(LockWatch.LIMIT);
        }
        if (through) hand.end(LockCount.EVENT);
    }

    /** Waits for others at the barrier; who finds it broken makes it whole. Who passes must see what the action did. */
    void meet(Duration timeout) throws InterruptedException {
        long before = board.actions().get();
        try {
            int index;
            try (var _ = hand.wait(LockCount.BARRIER, board.barrier())) {
                index = board.barrier().await(timeout);
            }
            if (board.actions().get() <= before || index < 0 || index >= LockBoard.PARTIES)
                hand.wrong().accept(board.barrier() + " was passed as " + index + " without its action");
            hand.end(LockCount.BARRIER);
        } catch (BrokenBarrierException | TimeoutException e) {
            hand.end(LockCount.BROKEN);
            if (!board.barrier().isBroken()) return;
            board.barrier().reset();
            hand.end(LockCount.RESET);
        }
    }

    /** Waits for the other threads of its process, and for the storm's. */
    void start(ProcessCountDownLatch latch) throws InterruptedException {
        latch.countDown();
        boolean through;
        try (var _ = hand.wait(LockCount.LATCH, latch)) {
            through = latch.await(LockWatch.LIMIT);
        }
        if (through) hand.end(LockCount.LATCH);
    }
}
