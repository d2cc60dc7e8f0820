package dev.procession.sync;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Threads that wait for what processes share, and are seen to sleep; in whatever process they are started. */
public final class Waiters {
    private final AtomicInteger through = new AtomicInteger();
    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    private Waiters(int count, Thread.Builder builder, Waiting waiting) {
        this.threads = Stream.generate(() -> builder.unstarted(() -> run(waiting)))
                .limit(count)
                .toList();
        threads.forEach(Thread::start);
    }

    /** What each of them does. */
    interface Waiting {
        void run() throws Exception;
    }

    static Waiters start(int count, Waiting waiting) {
        return new Waiters(count, Thread.ofPlatform(), waiting);
    }

    static Waiters startVirtual(int count, Waiting waiting) {
        return new Waiters(count, Thread.ofVirtual(), waiting);
    }

    private void run(Waiting waiting) {
        try {
            waiting.run();
            through.incrementAndGet();
        } catch (Throwable t) { // for the test, whatever it is
            thrown.add(t);
        }
    }

    /** Waits until all are in their waits, beyond every look before the sleep. */
    Waiters asleep() throws InterruptedException {
        Eventually.holds("all sleep", () -> threads.stream().allMatch(Waiters::sleeps));
        return this;
    }

    /** Waits until a thread is in its wait, beyond every look before the sleep. */
    public static void awaitAsleep(Thread thread) throws InterruptedException {
        Eventually.holds("it sleeps", () -> sleeps(thread));
    }

    static boolean sleeps(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".WaitWord")
                        && frame.getMethodName().equals("sleep"));
    }

    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Waits until all have ended; how many without an exception. */
    int through() throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(Delays.LONG)) throw new AssertionError(thread + " still waits");
        }
        return through.get();
    }

    /** Waits until all have ended; what they threw. */
    List<Throwable> thrown() throws InterruptedException {
        through();
        return List.copyOf(thrown);
    }
}
