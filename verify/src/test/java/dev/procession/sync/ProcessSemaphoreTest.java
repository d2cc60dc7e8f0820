package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Semaphores as the threads of a process see them: Y3 and Y4 of the behaviours. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class ProcessSemaphoreTest {
    /** What all kinds have in common is tested with each. */
    enum Kind {
        COUNTING(ProcessSemaphore::create),
        BOUNDED(ProcessSemaphore::bounded),
        HELD(ProcessSemaphore::held),
        HELD_BOUNDED(ProcessSemaphore::heldBounded);

        @SuppressWarnings("ImmutableEnumChecker") // a method, without state
        private final IntFunction<ProcessSemaphore> make;

        Kind(IntFunction<ProcessSemaphore> make) {
            this.make = make;
        }

        ProcessSemaphore of(int permits) {
            return make.apply(permits);
        }
    }

    /** Y3: two permits are taken, a third is refused at once, and both come back. */
    @ParameterizedTest
    @EnumSource
    void y3PermitsGoAndComeBack(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(2)) {
            assertThat(semaphore.availablePermits()).isEqualTo(2);
            semaphore.acquire();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            semaphore.acquireUninterruptibly();
            assertThat(semaphore.availablePermits()).isZero();
            assertThat(semaphore.tryAcquire()).isFalse();
            semaphore.release();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            semaphore.release();
            assertThat(semaphore.availablePermits()).isEqualTo(2);
        }
    }

    /** Y3: what is released beyond the first number counts, unless the semaphore is bounded. */
    @ParameterizedTest
    @EnumSource(names = {"COUNTING", "HELD"})
    void y3ReleasesMayGoAboveTheFirstNumber(Kind kind) {
        try (ProcessSemaphore semaphore = kind.of(2)) {
            semaphore.release();
            assertThat(semaphore.availablePermits()).isEqualTo(3);
            semaphore.release();
            assertThat(semaphore.availablePermits()).isEqualTo(4);
            assertThat(semaphore.tryAcquire(4)).isTrue();
            semaphore.release(4);
        }
    }

    /** Y3: a bounded one refuses a release without an acquire, whole, and tells why. */
    @ParameterizedTest
    @EnumSource(names = {"BOUNDED", "HELD_BOUNDED"})
    void y3BoundedRefusesToGoAbove(Kind kind) {
        try (ProcessSemaphore semaphore = kind.of(2)) {
            assertThatThrownBy(semaphore::release)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("bounded");
            assertThat(semaphore.tryAcquire()).isTrue();
            assertThatThrownBy(() -> semaphore.release(2)).isInstanceOf(IllegalStateException.class);
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            semaphore.release();
            assertThat(semaphore.availablePermits()).isEqualTo(2);
        }
    }

    /** More permits than a number can say are refused by name. */
    @ParameterizedTest
    @EnumSource(names = {"COUNTING", "HELD"})
    void overflowIsNamed(Kind kind) {
        try (ProcessSemaphore semaphore = kind.of(Integer.MAX_VALUE)) {
            assertThatThrownBy(semaphore::release)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("more than 2147483647");
            assertThat(semaphore.drainPermits()).isEqualTo(Integer.MAX_VALUE);
            assertThat(semaphore.tryAcquire()).isFalse();
            semaphore.release(Integer.MAX_VALUE);
            assertThat(semaphore.availablePermits()).isEqualTo(Integer.MAX_VALUE);
        }
    }

    /** Y4: a try with a time ends when the time is over, and not before. */
    @ParameterizedTest
    @EnumSource
    void y4TryEndsWithItsTime(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(1)) {
            long startNanos = System.nanoTime();
            assertThat(semaphore.tryAcquire(2, Delays.SHORT)).isFalse();
            assertThat(System.nanoTime() - startNanos).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
            semaphore.acquire();
            startNanos = System.nanoTime();
            assertThat(semaphore.tryAcquire(Delays.SHORT)).isFalse();
            assertThat(System.nanoTime() - startNanos).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
            semaphore.release();
        }
    }

    /** A time may have a unit, as in {@code java.util.concurrent}. */
    @Test
    void timeMayHaveAUnit() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.create(1)) {
            long startNanos = System.nanoTime();
            assertThat(semaphore.tryAcquire(2, Delays.SHORT.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
            assertThat(System.nanoTime() - startNanos).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
            assertThat(semaphore.tryAcquire(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
            assertThat(semaphore.tryAcquire(0, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** Y4: a time of zero or less is one try. */
    @ParameterizedTest
    @EnumSource
    void y4TimeOfZeroOrLessIsOneTry(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(2)) {
            assertThat(semaphore.tryAcquire(Duration.ZERO)).isTrue();
            assertThat(semaphore.tryAcquire(2, Duration.ofSeconds(-1))).isFalse();
            assertThat(semaphore.tryAcquire(1, Duration.ofSeconds(-1))).isTrue();
            assertThat(semaphore.tryAcquire(Duration.ZERO)).isFalse();
            semaphore.release(2);
        }
    }

    /** A negative number is refused wherever one may stand; zero is not. */
    @ParameterizedTest
    @EnumSource
    void negativeNumbersAreRefused(Kind kind) throws Exception {
        assertThatThrownBy(() -> kind.of(-1)).isInstanceOf(IllegalArgumentException.class);
        try (ProcessSemaphore semaphore = kind.of(0)) {
            assertThatThrownBy(() -> semaphore.acquire(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> semaphore.acquireUninterruptibly(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> semaphore.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> semaphore.tryAcquire(-1, Delays.SHORT))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> semaphore.release(-1)).isInstanceOf(IllegalArgumentException.class);
            semaphore.acquire(0);
            assertThat(semaphore.tryAcquire(0)).isTrue();
            semaphore.release(0);
            assertThat(semaphore.availablePermits()).isZero();
        }
    }

    /** Several permits are taken at once, or none of them. */
    @ParameterizedTest
    @EnumSource
    void severalPermitsAreTakenAtOnce(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(3)) {
            semaphore.acquire(2);
            assertThat(semaphore.tryAcquire(2)).isFalse();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            Thread waiter = Thread.ofPlatform().start(() -> semaphore.acquireUninterruptibly(3));
            waits(semaphore);
            semaphore.release();
            waiter.join(Delays.SHORT);
            assertThat(waiter.isAlive()).isTrue();
            semaphore.release();
            waiter.join();
            assertThat(semaphore.availablePermits()).isZero();
            semaphore.release(3);
        }
    }

    /** All that there are, and none the next time. */
    @ParameterizedTest
    @EnumSource
    void drainTakesAllThereAre(Kind kind) {
        try (ProcessSemaphore semaphore = kind.of(3)) {
            assertThat(semaphore.tryAcquire()).isTrue();
            assertThat(semaphore.drainPermits()).isEqualTo(2);
            assertThat(semaphore.drainPermits()).isZero();
            semaphore.release(3);
            assertThat(semaphore.availablePermits()).isEqualTo(3);
        }
    }

    /** As many permits as are wanted, one by one, bring everybody through, whoever wants one and whoever three. */
    @ParameterizedTest
    @EnumSource(names = {"COUNTING", "HELD"})
    void whoWantsOneAndWhoWantsThreeGetThrough(Kind kind) throws Exception {
        int singles = 4;
        try (ProcessSemaphore semaphore = kind.of(0)) {
            List<Thread> waiters = new ArrayList<>();
            waiters.add(Thread.ofPlatform().start(() -> semaphore.acquireUninterruptibly(3)));
            for (int i = 0; i < singles; i++) {
                waiters.add(Thread.ofPlatform().start(semaphore::acquireUninterruptibly));
            }
            waits(semaphore);
            for (int i = 0; i < singles; i++) semaphore.release();
            semaphore.release(3);
            for (Thread waiter : waiters) waiter.join();
            assertThat(semaphore.availablePermits()).isZero();
            semaphore.release(singles + 3);
        }
    }

    /** No permit and no wake-up is lost among many who take one, two or three, give up, or are interrupted. */
    @ParameterizedTest
    @EnumSource
    void nothingIsLostAmongMany(Kind kind) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int permits = 3;
        try (ProcessSemaphore semaphore = kind.of(permits)) {
            var inside = new AtomicInteger();
            var most = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                var random = new Random(seed + i);
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 1000; round++) {
                        int count = 1 + random.nextInt(permits);
                        if (!taken(semaphore, count, random)) continue;
                        most.accumulateAndGet(inside.addAndGet(count), Math::max);
                        if (random.nextInt(8) == 0) LockSupport.parkNanos(1);
                        inside.addAndGet(-count);
                        for (int left = count; left > 0; left--) semaphore.release();
                    }
                }));
            }
            var random = new Random(seed - 1);
            while (threads.stream().anyMatch(Thread::isAlive)) {
                threads.get(random.nextInt(threads.size())).interrupt(); // mostly as it waits
                LockSupport.parkNanos(100_000);
            }
            assertThat(most.get()).isEqualTo(permits);
            assertThat(semaphore.availablePermits()).isEqualTo(permits);
        }
    }

    private static boolean taken(ProcessSemaphore semaphore, int count, Random random) {
        try {
            return switch (random.nextInt(6)) {
                case 0 -> semaphore.tryAcquire(count);
                case 1 -> semaphore.tryAcquire(count, Duration.ofNanos(random.nextInt(200_000)));
                default -> {
                    semaphore.acquire(count);
                    yield true;
                }
            };
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** An interrupt ends a wait that may be interrupted, takes nothing, and who waits besides goes on. */
    @ParameterizedTest
    @EnumSource
    void interruptEndsAnInterruptibleWait(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(1)) {
            semaphore.acquire();
            var ended = new CountDownLatch(1);
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    semaphore.acquire();
                } catch (InterruptedException e) {
                    ended.countDown();
                }
            });
            Thread other = Thread.ofPlatform().start(semaphore::acquireUninterruptibly);
            waits(semaphore);
            waiter.interrupt();
            assertThat(ended.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            semaphore.release();
            other.join();
            semaphore.release();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
        }
    }

    /** A thread that is interrupted already does not acquire interruptibly, even what is there. */
    @ParameterizedTest
    @EnumSource
    void interruptedThreadDoesNotAcquire(Kind kind) {
        try (ProcessSemaphore semaphore = kind.of(1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(semaphore::acquire).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> semaphore.tryAcquire(Delays.SHORT)).isInstanceOf(InterruptedException.class);
            assertThat(semaphore.availablePermits()).isEqualTo(1);
        }
    }

    /** An interrupt does not end {@code acquireUninterruptibly()}; the thread has the permit afterwards, and is interrupted. */
    @ParameterizedTest
    @EnumSource
    void uninterruptibleWaitOutlivesAnInterrupt(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(1)) {
            semaphore.acquire();
            boolean[] seen = new boolean[1];
            Thread waiter = Thread.ofPlatform().start(() -> {
                semaphore.acquireUninterruptibly();
                seen[0] = Thread.currentThread().isInterrupted();
            });
            waits(semaphore);
            waiter.interrupt();
            waiter.join(Delays.SHORT);
            assertThat(waiter.isAlive()).isTrue();
            semaphore.release();
            waiter.join();
            assertThat(seen[0]).isTrue();
            semaphore.release();
        }
    }

    /** More virtual threads than carriers wait, and another one runs; then all get through. */
    @ParameterizedTest
    @EnumSource
    void virtualThreadsWaitWithoutTheirCarriers(Kind kind) throws Exception {
        try (ProcessSemaphore semaphore = kind.of(1)) {
            semaphore.acquire();
            int many = 4 * Runtime.getRuntime().availableProcessors();
            var through = new CountDownLatch(many);
            for (int i = 0; i < many; i++) {
                Thread.ofVirtual().start(() -> {
                    semaphore.acquireUninterruptibly();
                    semaphore.release();
                    through.countDown();
                });
            }
            waits(semaphore);
            var carried = new CountDownLatch(1);
            Thread.ofVirtual().start(carried::countDown);
            assertThat(carried.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            semaphore.release();
            assertThat(through.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        }
    }

    /** Whoever waits in a semaphore that is closed is told, and later calls are refused. */
    @ParameterizedTest
    @EnumSource
    void closeTellsWhoWaits(Kind kind) throws Exception {
        ProcessSemaphore semaphore = kind.of(0);
        Throwable[] thrown = new Throwable[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                semaphore.acquireUninterruptibly();
            } catch (IllegalStateException e) {
                thrown[0] = e;
            }
        });
        waits(semaphore);
        semaphore.close();
        semaphore.close();
        waiter.join();
        assertThat(thrown[0]).hasMessageContaining("was closed");
        assertThatThrownBy(semaphore::tryAcquire).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
        assertThat(semaphore.toString()).contains("closed");
    }

    /** The text tells the kind and the number of permits. */
    @Test
    void textTellsWhatItIs() {
        try (ProcessSemaphore counting = ProcessSemaphore.create(2);
                ProcessSemaphore bounded = ProcessSemaphore.bounded(3);
                ProcessSemaphore held = ProcessSemaphore.heldBounded(3)) {
            assertThat(counting.toString()).contains("counting, 2 permits");
            assertThat(bounded.tryAcquire()).isTrue();
            assertThat(bounded.toString()).contains("bounded, 2 of 3 permits");
            assertThat(held.tryAcquire(2)).isTrue();
            assertThat(held.toString())
                    .contains("held, bounded, 1 of 3 permits")
                    .contains("process " + ProcessHandle.current().pid() + " holds 2");
            held.release(2);
        }
    }

    private static void waits(ProcessSemaphore semaphore) throws InterruptedException {
        Eventually.holds("somebody waits", () -> semaphore.toString().contains("others wait"));
    }
}
