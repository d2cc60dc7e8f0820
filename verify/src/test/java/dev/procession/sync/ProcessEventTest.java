package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Y12 of the behaviours, and rows 49, 52 and 53 of what ours does better. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class ProcessEventTest {
    private final ProcessEvent event = ProcessEvent.create();

    @AfterEach
    void closeEvent() {
        event.close();
    }

    /** Y12: a wait of no time fails on an unset event, and succeeds at once on a set one, until it is cleared. */
    @Test
    void y12WaitOfNoTimeTellsWhetherItIsSet() throws Exception {
        assertThat(event.isSet()).isFalse();
        assertThat(event.await(Duration.ZERO)).isFalse();
        event.set();
        event.set();
        assertThat(event.isSet()).isTrue();
        assertThat(event.await(Duration.ZERO)).isTrue();
        event.await();
        event.clear();
        event.clear();
        assertThat(event.isSet()).isFalse();
        assertThat(event.await(Duration.ofSeconds(-1))).isFalse();
    }

    /** Y12: who waits is let through by a child that sets it. */
    @Test
    void y12ChildSetsIt() throws Exception {
        ProcessEvent shared = event;
        try (var child = Napless.launch(shared::set)) {
            assertThat(event.await(Delays.LONG)).isTrue();
            child.join();
        }
    }

    /** A wait with a time ends when the time is over, and not before. */
    @Test
    void waitEndsWithItsTime() throws Exception {
        long start = System.nanoTime();
        assertThat(event.await(Delays.SHORT)).isFalse();
        assertThat(System.nanoTime() - start).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
    }

    /** Row 49: a waiter that is killed holds up neither who sets it nor who else waits. */
    @Test
    void row49KilledWaiterHoldsUpNobody() throws Exception {
        ProcessEvent shared = event;
        try (ProcessCountDownLatch asleep = ProcessCountDownLatch.create(1);
                var victim = Napless.launch(() -> {
                    Waiters waiting = Waiters.start(2, shared::await).asleep();
                    asleep.countDown();
                    waiting.through();
                })) {
            Waiters here = Waiters.start(2, event::await).asleep();
            asleep.await();
            victim.kill();
            victim.join();
            long start = System.nanoTime();
            event.set();
            assertThat(here.through()).isEqualTo(2);
            assertThat(System.nanoTime() - start)
                    .isLessThan(Delays.SHORT.multipliedBy(10).toNanos());
        }
    }

    /** Row 52: set and clear, back to back, let everybody through who was waiting, in each process. */
    @Test
    void row52PulseWakesEveryoneWhoWaited() throws Exception {
        ProcessEvent shared = event;
        try (ProcessCountDownLatch asleep = ProcessCountDownLatch.create(1)) {
            var there = Napless.call(() -> {
                Waiters waiting = Waiters.start(3, shared::await).asleep();
                asleep.countDown();
                return waiting.through();
            });
            Waiters here = Waiters.start(3, event::await).asleep();
            asleep.await();
            event.set();
            event.clear();
            assertThat(here.through()).isEqualTo(3);
            assertThat(there.get()).isEqualTo(3);
            assertThat(event.await(Duration.ZERO)).as("the pulse is over").isFalse();
        }
    }

    /** Row 53: a shutdown hook sets it, interrupted, while other threads of its process wait for it. */
    @Test
    void row53ShutdownHookSetsIt() throws Exception {
        ProcessEvent shared = event;
        try (var child = Napless.launch(() -> {
            Waiters.start(2, shared::await).asleep();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Thread.currentThread().interrupt();
                shared.set();
            }));
            System.exit(0);
        })) {
            assertThat(event.await(Delays.LONG)).isTrue();
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    /** Row 53: a thread that is interrupted sets and clears it, and is interrupted afterwards. */
    @Test
    void row53InterruptedThreadSetsIt() {
        Thread.currentThread().interrupt();
        event.set();
        event.clear();
        event.set();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(event.isSet()).isTrue();
    }

    /** An interrupt ends a wait, also if it came before. */
    @Test
    void interruptEndsAWait() throws Exception {
        Waiters waiting = Waiters.start(2, event::await).asleep();
        waiting.interrupt();
        assertThat(waiting.thrown()).hasSize(2).allMatch(InterruptedException.class::isInstance);
        event.set();
        Thread.currentThread().interrupt();
        assertThatThrownBy(event::await).isInstanceOf(InterruptedException.class);
    }

    /** More virtual threads than carriers wait, others still run, and all are let through. */
    @Test
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        int many = 2 * Runtime.getRuntime().availableProcessors();
        Waiters waiting = Waiters.startVirtual(many, event::await).asleep();
        assertThat(Waiters.startVirtual(1, event::set).through()).isEqualTo(1);
        assertThat(waiting.through()).isEqualTo(many);
    }

    /** Who waits for an event that is closed is told; later calls are refused. */
    @Test
    void closeTellsWhoWaits() throws Exception {
        ProcessEvent closing = ProcessEvent.create();
        Waiters waiting = Waiters.start(2, closing::await).asleep();
        closing.close();
        assertThat(waiting.thrown())
                .hasSize(2)
                .allSatisfy(e ->
                        assertThat(e).isInstanceOf(IllegalStateException.class).hasMessageContaining("was closed"));
        assertThatThrownBy(closing::set).isInstanceOf(IllegalStateException.class);
        assertThat(closing.toString()).contains("closed");
    }

    /** Its text tells whether it is set. */
    @Test
    void textTellsTheState() {
        assertThat(event.toString()).startsWith("event ").contains("(unset)");
        event.set();
        assertThat(event.toString()).contains("(set)");
    }
}
