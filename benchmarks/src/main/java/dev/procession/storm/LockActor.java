package dev.procession.storm;

import dev.procession.sync.ProcessCountDownLatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One process of the fourth storm: threads that take random steps, until the storm is over or it is killed. */
final class LockActor {
    /** Before a sentence on standard output that is to be found. */
    static final String WRONG = "WRONG ";

    private static final int MOST_PAUSE_MILLIS = 10;

    private LockActor() {}

    /** The whole of it, in the child. */
    static void run(LockBoard board, ProcessCountDownLatch latch, Path file, int place, long seed)
            throws IOException, InterruptedException {
        try (LockTally tally = LockTally.open(file);
                var watch = new LockWatch(tally, LockActor::wrong)) {
            tally.pid(place, ProcessHandle.current().pid());
            var random = new SplittableRandom(seed);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < LockTally.THREADS; i++) {
                var hand = new LockHand(
                        board, tally, place * LockTally.THREADS + i, watch, random.split(), LockActor::wrong);
                threads.add(Thread.ofPlatform().name("storm-locks-" + i).start(() -> act(hand, latch)));
            }
            for (Thread thread : threads) thread.join();
        } finally {
            board.barrier().close(); // it is no party any more: its end is not to break it
        }
    }

    private static void act(LockHand hand, ProcessCountDownLatch latch) {
        var locks = new LockWork(hand);
        var meets = new MeetWork(hand);
        try {
            meets.start(latch);
            while (!hand.tally().isStopped()) {
                if (hand.random().nextBoolean()) locks.step();
                else meets.step();
                TimeUnit.MILLISECONDS.sleep(hand.random().nextInt(MOST_PAUSE_MILLIS));
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            e.printStackTrace();
            wrong("a thread gave up: " + e);
        }
    }

    private static void wrong(String sentence) {
        System.out.println(WRONG + sentence.replace('\n', ' '));
    }
}
