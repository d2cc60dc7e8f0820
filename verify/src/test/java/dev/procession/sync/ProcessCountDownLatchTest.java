package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A latch across processes, as {@link java.util.concurrent.CountDownLatch} is within one. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class ProcessCountDownLatchTest {
    private final ProcessCountDownLatch latch = ProcessCountDownLatch.create(2);

    @AfterEach
    void closeLatch() {
        latch.close();
    }

    /** It lets nobody through before zero, everybody from then on, and never goes below. */
    @Test
    void letsThroughAtZero() throws Exception {
        assertThat(latch.getCount()).isEqualTo(2);
        latch.countDown();
        assertThat(latch.await(Duration.ZERO)).isFalse();
        latch.countDown();
        assertThat(latch.await(Duration.ZERO)).isTrue();
        latch.await();
        latch.countDown();
        assertThat(latch.getCount()).isZero();
    }

    /** Sleepers of two processes are let through by counts of both, not by the first. */
    @Test
    void countsOfAllProcessesMakeZero() throws Exception {
        ProcessCountDownLatch shared = latch;
        try (ProcessEvent asleep = ProcessEvent.create()) {
            var there = Napless.call(() -> {
                Waiters waiting = Waiters.start(2, shared::await).asleep();
                shared.countDown();
                asleep.set();
                return waiting.through();
            });
            Waiters here = Waiters.start(2, latch::await).asleep();
            asleep.await();
            assertThat(latch.await(Delays.SHORT)).isFalse();
            here.asleep();
            latch.countDown();
            assertThat(here.through()).isEqualTo(2);
            assertThat(there.get()).isEqualTo(2);
        }
    }

    /** A process that dies without counting down leaves the count as it is, and its waiters hold up nobody. */
    @Test
    void deathLeavesTheCount() throws Exception {
        ProcessCountDownLatch shared = latch;
        try (ProcessEvent asleep = ProcessEvent.create();
                var victim = Napless.launch(() -> {
                    Waiters waiting = Waiters.start(2, shared::await).asleep();
                    asleep.set();
                    waiting.through();
                })) {
            asleep.await();
            victim.kill();
            victim.join();
            assertThat(latch.getCount()).isEqualTo(2);
            latch.countDown();
            latch.countDown();
            assertThat(latch.await(Duration.ZERO)).isTrue();
        }
    }

    /** A negative count is refused; zero lets everybody through. */
    @Test
    void negativeCountIsRefused() throws Exception {
        assertThatThrownBy(() -> ProcessCountDownLatch.create(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        try (ProcessCountDownLatch open = ProcessCountDownLatch.create(0)) {
            open.await();
        }
    }

    /** A wait with a time ends when the time is over, and not before. */
    @Test
    void waitEndsWithItsTime() throws Exception {
        long start = System.nanoTime();
        assertThat(latch.await(Delays.SHORT)).isFalse();
        assertThat(System.nanoTime() - start).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
    }

    /** A time may have a unit, as in {@code java.util.concurrent}. */
    @Test
    void timeMayHaveAUnit() throws Exception {
        long start = System.nanoTime();
        assertThat(latch.await(Delays.SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        assertThat(System.nanoTime() - start).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
    }

    /** An interrupt ends a wait, and keeps nobody from counting down. */
    @Test
    void interruptEndsAWaitAndNotACount() throws Exception {
        Waiters waiting = Waiters.start(1, latch::await).asleep();
        waiting.interrupt();
        assertThat(waiting.thrown()).hasSize(1).allMatch(InterruptedException.class::isInstance);
        Thread.currentThread().interrupt();
        latch.countDown();
        assertThatThrownBy(latch::await).isInstanceOf(InterruptedException.class);
        assertThat(latch.getCount()).isEqualTo(1);
    }

    /** More virtual threads than carriers wait, others still run, and all are let through. */
    @Test
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        int many = 2 * Runtime.getRuntime().availableProcessors();
        Waiters waiting = Waiters.startVirtual(many, latch::await).asleep();
        assertThat(Waiters.startVirtual(2, latch::countDown).through()).isEqualTo(2);
        assertThat(waiting.through()).isEqualTo(many);
    }

    /** Who waits for a latch that is closed is told; later calls are refused. */
    @Test
    void closeTellsWhoWaits() throws Exception {
        ProcessCountDownLatch closing = ProcessCountDownLatch.create(1);
        Waiters waiting = Waiters.start(1, closing::await).asleep();
        closing.close();
        assertThat(waiting.thrown()).hasSize(1).allMatch(IllegalStateException.class::isInstance);
        assertThatThrownBy(closing::countDown).hasMessageContaining("was closed");
    }

    /** Its text tells the count. */
    @Test
    void textTellsTheCount() {
        assertThat(latch.toString()).startsWith("latch ").contains("(count 2)");
    }
}
