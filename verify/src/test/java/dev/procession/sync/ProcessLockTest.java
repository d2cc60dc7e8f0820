package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lock as the threads of a process see it: Y1 and Y4 of the behaviours, and row 51 of what ours does better. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class ProcessLockTest {
    private final ProcessLock lock = ProcessLock.create();

    @AfterEach
    void closeLock() {
        lock.close();
    }

    /** Y1: taken once; a second try fails at once; after the release it is free. */
    @Test
    void y1LockIsTakenOnceAndReleased() {
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock()).isFalse();
        lock.unlock();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    /** Y1, row 51: who does not hold it cannot release it. */
    @Test
    void row51OnlyTheHolderReleases() throws Exception {
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("does not hold it");
        lock.lock();
        Thread other = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class));
        other.join();
        assertThat(lock.tryLock()).isFalse();
        lock.unlock();
    }

    /** Row 51: nor can another process. */
    @Test
    void row51AnotherProcessCannotRelease() throws Exception {
        ProcessLock shared = lock;
        lock.lock();
        boolean refused = Napless.call(() -> {
                    try {
                        shared.unlock();
                        return false;
                    } catch (IllegalMonitorStateException e) {
                        return !shared.tryLock();
                    }
                })
                .get();
        assertThat(refused).isTrue();
        lock.unlock();
    }

    /** Who holds it would wait for itself: an error at once. */
    @Test
    void holderThatLocksAgainIsRefused() {
        lock.lock();
        assertThatThrownBy(lock::lock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("not reentrant");
        lock.unlock();
    }

    /** Y4: a try with a time ends when the time is over, and not before. */
    @Test
    void y4TryEndsWithItsTime() throws Exception {
        lock.lock();
        boolean[] taken = {true};
        long[] tookNanos = new long[1];
        Thread other = Thread.ofPlatform().start(() -> {
            long start = System.nanoTime();
            taken[0] = tries(Delays.SHORT);
            tookNanos[0] = System.nanoTime() - start;
        });
        other.join();
        assertThat(taken[0]).isFalse();
        assertThat(tookNanos[0]).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
        lock.unlock();
    }

    /** Y4: a time of zero or less is one try. */
    @Test
    void y4TimeOfZeroOrLessIsOneTry() throws Exception {
        assertThat(lock.tryLock(Duration.ZERO)).isTrue();
        lock.unlock();
        assertThat(lock.tryLock(Duration.ofSeconds(-1))).isTrue();
        lock.unlock();
    }

    private boolean tries(Duration time) {
        try {
            return lock.tryLock(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An interrupt ends a wait that may be interrupted, and the lock goes to others. */
    @Test
    void interruptEndsAnInterruptibleWait() throws Exception {
        lock.lock();
        var ended = new CountDownLatch(1);
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
        waiter.interrupt();
        assertThat(ended.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        lock.unlock();
        assertThat(tries(Delays.LONG)).isTrue();
        lock.unlock();
    }

    /** An interrupt does not end {@code lock()}; the thread has it afterwards, and is interrupted. */
    @Test
    void lockOutlivesAnInterrupt() throws Exception {
        lock.lock();
        boolean[] seen = new boolean[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            seen[0] = Thread.currentThread().isInterrupted();
            lock.unlock();
        });
        Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
        waiter.interrupt();
        waiter.join(Delays.SHORT);
        assertThat(waiter.isAlive()).isTrue();
        lock.unlock();
        waiter.join();
        assertThat(seen[0]).isTrue();
    }

    /** Whoever has it while others wait is shown with the time for which that is so, also if it waited itself before. */
    @Test
    void timeIsShownOfAHolderThatWaitedItself() throws Exception {
        lock.lock();
        var over = new CountDownLatch(1);
        Waiters waiters = Waiters.start(3, () -> {
                    lock.lock();
                    over.await();
                    lock.unlock();
                })
                .asleep();
        String own = ", thread " + Thread.currentThread().threadId() + ",";
        assertThat(lock.toString()).contains(own, " ms at least", "others wait");
        lock.unlock();
        Eventually.holds(
                "another has it",
                () -> lock.toString().contains("held by") && !lock.toString().contains(own));
        assertThat(lock.toString()).contains(" ms at least", "others wait");
        over.countDown();
        assertThat(waiters.through()).isEqualTo(3);
        assertThat(lock.toString()).endsWith("(free)");
    }

    /** More virtual threads than carriers wait, and the one that holds it goes on. */
    @Test
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        lock.lock();
        int many = 4 * Runtime.getRuntime().availableProcessors();
        var through = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            Thread.ofVirtual().start(() -> {
                lock.lock();
                lock.unlock();
                through.countDown();
            });
        }
        Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
        var carried = new CountDownLatch(1);
        Thread.ofVirtual().start(carried::countDown);
        assertThat(carried.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        lock.unlock();
        assertThat(through.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    /** A grant is good for one hold: after its unlock it changes nothing. */
    @Test
    void grantIsGoodForOneHold() {
        var grant = lock.acquire();
        lock.unlock();
        lock.lock();
        assertThatThrownBy(grant::close)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("unlocked since");
        assertThat(lock.toString()).contains("held by");
        lock.unlock();
    }
}
