package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 50: what becomes of a barrier when a process that is a party dies. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class BarrierDeathTest {
    private static final Duration SECOND = Delays.SHORT.multipliedBy(10);

    private final ProcessBarrier barrier = ProcessBarrier.create(3);
    private final ProcessEvent there = ProcessEvent.create();

    @AfterEach
    void closeAll() {
        barrier.close();
        there.close();
    }

    /** Row 50: a party that is killed as it waits breaks the barrier within a second, for who waits and who comes, until reset. */
    @Test
    void row50KilledWaiterBreaksIt() throws Exception {
        ProcessBarrier shared = barrier;
        try (var victim = Napless.launch(shared::await)) {
            Waiters here = Waiters.start(1, barrier::await).asleep();
            Eventually.holds("two wait", () -> barrier.getNumberWaiting() == 2);
            assertBrokenWithinASecond(victim, here);
        }
    }

    /** Row 50: so does one that was registered, and never arrived. */
    @Test
    void row50KilledPartyThatNeverArrivedBreaksIt() throws Exception {
        ProcessBarrier shared = barrier;
        ProcessEvent registered = there;
        try (var victim = Napless.launch(() -> {
            shared.register();
            registered.set();
            Thread.sleep(Delays.LONG);
        })) {
            registered.await();
            assertThat(barrier.getNumberWaiting()).isZero();
            Waiters here = Waiters.start(2, barrier::await).asleep();
            assertBrokenWithinASecond(victim, here);
        }
    }

    /** Row 50: so does the one that runs the action. */
    @Test
    void row50KilledActorBreaksIt() throws Exception {
        ProcessEvent acting = there;
        try (ProcessBarrier shared = ProcessBarrier.create(2, () -> {
            acting.set();
            Thread.sleep(Delays.LONG);
        })) {
            Waiters here = Waiters.start(1, shared::await).asleep();
            try (var victim = Napless.launch(shared::await)) {
                acting.await();
                long start = System.nanoTime();
                victim.kill();
                assertThat(here.thrown()).hasSize(1).allMatch(BrokenBarrierException.class::isInstance);
                assertThat(System.nanoTime() - start).isLessThan(SECOND.toNanos());
                assertThat(shared.isBroken()).isTrue();
            }
        }
    }

    /** A death between two generations breaks the next, and takes nothing from the last; who asks sees it. */
    @Test
    void deathBetweenGenerationsBreaksTheNext() throws Exception {
        ProcessBarrier shared = barrier;
        ProcessEvent passed = there;
        try (var victim = Napless.launch(() -> {
            shared.await();
            passed.set();
            Thread.sleep(Delays.LONG);
        })) {
            assertThat(Waiters.start(2, barrier::await).through()).isEqualTo(2);
            passed.await();
            assertThat(barrier.isBroken()).isFalse();
            victim.kill();
            victim.join();
            assertThat(barrier.isBroken()).isTrue();
            assertThatThrownBy(barrier::await)
                    .isInstanceOf(BrokenBarrierException.class)
                    .hasMessageContaining("died");
        }
    }

    /** A party that closes the barrier leaves it: its end breaks nothing. */
    @Test
    void closeWithdrawsAParty() throws Exception {
        ProcessBarrier shared = barrier;
        try (var child = Napless.launch(() -> {
            shared.register();
            shared.close();
        })) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(barrier.isBroken()).isFalse();
            assertThat(Waiters.start(3, barrier::await).through()).isEqualTo(3);
        }
    }

    /** A party that comes to its end in order, and has not closed the barrier, has died. */
    @Test
    void orderlyEndOfAPartyIsADeath() throws Exception {
        ProcessBarrier shared = barrier;
        try (var child = Napless.launch(shared::register)) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(barrier.isBroken()).isTrue();
        }
    }

    /** A process that closes the barrier while its threads wait does not leave the others waiting for them. */
    @Test
    void closeOfOneThatWaitsBreaksItForOthers() throws Exception {
        ProcessBarrier shared = barrier;
        Waiters here = Waiters.start(1, barrier::await).asleep();
        var told = Napless.call(() -> {
            Waiters own = Waiters.start(1, shared::await).asleep();
            shared.close();
            return own.thrown().stream().allMatch(IllegalStateException.class::isInstance);
        });
        assertThat(told.get()).isTrue();
        assertThat(here.thrown())
                .hasSize(1)
                .allSatisfy(e ->
                        assertThat(e).isInstanceOf(BrokenBarrierException.class).hasMessageContaining("closed it"));
    }

    private void assertBrokenWithinASecond(ChildProcess victim, Waiters here) throws Exception {
        long start = System.nanoTime();
        victim.kill();
        assertThat(here.thrown())
                .isNotEmpty()
                .allSatisfy(e ->
                        assertThat(e).isInstanceOf(BrokenBarrierException.class).hasMessageContaining("died"));
        assertThat(System.nanoTime() - start).isLessThan(SECOND.toNanos());
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        assertThat(barrier.isBroken()).isTrue();
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        assertThat(Waiters.start(3, barrier::await).through()).isEqualTo(3);
    }
}
