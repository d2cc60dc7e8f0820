package dev.procession.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Random steps of several threads, from a seed that is printed and can be given again by {@code -Dprocession.seed=n}: then
 * each thread takes the same steps in its own order. How the threads interleave is still the scheduler's;
 * {@link PeerSpec#withStirring} shakes that too.
 *
 * {@snippet :
 * Schedule.of("pools come and go").run(8, 1000, (random, step) -> {
 *     switch (random.nextInt(3)) {
 *         case 0 -> open();
 *         case 1 -> submit();
 *         default -> close();
 *     }
 * });
 * }
 */
public final class Schedule {
    /** System property: the seed. */
    public static final String SEED = "procession.seed";

    private final String name;
    private final long seed;

    private Schedule(String name, long seed) {
        this.name = name;
        this.seed = seed;
    }

    /**
     * Takes the seed that the system property gives, or a new one, and prints it.
     *
     * @param name what is scheduled, for the line that is printed
     * @return the schedule
     */
    public static Schedule of(String name) {
        long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
        System.out.println(name + ": -D" + SEED + "=" + seed);
        return new Schedule(name, seed);
    }

    /**
     * Returns the seed.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns a sequence of its own for one thread, the same for the same seed.
     *
     * @param thread the number of the thread
     * @return the sequence
     */
    public Random random(int thread) {
        return new Random(seed + 0x9E37_79B9_7F4A_7C15L * (thread + 1)); // far apart, also for neighbours
    }

    /** One step of one thread. */
    @FunctionalInterface
    public interface Step {
        /**
         * Does the step.
         *
         * @param random the thread's own sequence
         * @param number the number of the step, from 0
         * @throws Exception if the property does not hold
         */
        void take(Random random, int number) throws Exception;
    }

    /**
     * Runs threads that start together and each take so many steps. After a failure the others end with the step that they are
     * at.
     *
     * @param threads how many
     * @param steps how many each
     * @param step what each does
     * @throws AssertionError if a step failed; its cause is the first failure, its message says how to replay it
     * @throws InterruptedException if the caller is interrupted
     */
    public void run(int threads, int steps, Step step) throws InterruptedException {
        var failure = new AtomicReference<Throwable>();
        var start = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = random(i);
            running.add(Thread.ofPlatform().name("schedule-" + i).start(() -> {
                try {
                    start.await();
                    for (int n = 0; n < steps && failure.get() == null; n++) step.take(random, n);
                } catch (Throwable t) { // an assertion of the step's, most likely
                    failure.compareAndSet(null, t);
                }
            }));
        }
        start.countDown();
        for (Thread thread : running) thread.join();
        Throwable first = failure.get();
        if (first != null) {
            throw new AssertionError(name + " failed; replay it with -D" + SEED + "=" + seed + ": " + first, first);
        }
    }
}
