package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waiting for many descriptors promises. */
final class PollTest {
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<EventFd> events = new ArrayList<>();
    private final Poll poll = new Poll(1);

    private EventFd added() {
        EventFd event = new EventFd();
        events.add(event);
        poll.add(event.descriptor(), Poll.READABLE);
        return event;
    }

    @AfterEach
    void close() {
        events.forEach(EventFd::close);
    }

    private List<Integer> ready() {
        List<Integer> ready = new ArrayList<>();
        for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
            ready.add(poll.descriptor(i));
        }
        return ready;
    }

    /** It grows, and tells those that are ready and no others. */
    @Test
    void tellsTheReadyOnes() {
        for (int i = 0; i < 10; i++) {
            added();
        }
        events.get(2).signal();
        events.get(9).signal();
        assertThat(poll.await(Futex.NO_DEADLINE)).isEqualTo(2);
        assertThat(ready())
                .containsExactly(events.get(2).descriptor(), events.get(9).descriptor());
    }

    /** What was removed is not told any more, and the others are still. */
    @Test
    void forgetsWhatWasRemoved() {
        EventFd first = added();
        EventFd second = added();
        first.signal();
        second.signal();
        assertThat(poll.remove(first.descriptor())).isTrue();
        assertThat(poll.remove(first.descriptor())).isFalse();
        assertThat(poll.await(Futex.NO_DEADLINE)).isEqualTo(1);
        assertThat(ready()).containsExactly(second.descriptor());
        assertThat(poll.size()).isEqualTo(1);
    }

    /** A descriptor that is drained is not ready any more; a deadline in the past only looks. */
    @Test
    void drainedIsNotReady() {
        EventFd event = added();
        event.signal();
        event.signal();
        assertThat(poll.await(0)).isEqualTo(1);
        assertThat(event.drain()).isTrue();
        assertThat(event.drain()).isFalse();
        assertThat(poll.await(0)).isZero();
        assertThat(ready()).isEmpty();
    }

    /** A deadline is kept, and not before its time, also when signals come in between. */
    @Test
    void signalsDoNotShortenTheWait() throws Exception {
        added();
        long deadline = Clock.monotonicNanos() + SHORT_NANOS;
        try (var sleeper = new SleepingThread<>(() -> poll.await(deadline))) {
            while (!sleeper.isDone() && Clock.monotonicNanos() < deadline) {
                sleeper.interruptCall();
            }
            assertThat(sleeper.result()).isZero();
            assertThat(Clock.monotonicNanos()).isGreaterThanOrEqualTo(deadline);
        }
    }

    /** A deadline long before the clock's beginning has passed, too. */
    @Test
    void looksOnlyWhenTheDeadlineIsNegative() {
        added();
        assertThat(poll.await(Long.MIN_VALUE)).isZero();
    }

    /** A signal from another thread ends the wait. */
    @Test
    void wakesFromAnotherThread() throws Exception {
        EventFd event = added();
        try (var sleeper = new SleepingThread<>(() -> poll.await(Futex.NO_DEADLINE))) {
            sleeper.awaitInside(SyscallNumber.PPOLL, 1, 1);
            event.signal();
            assertThat(sleeper.result()).isEqualTo(1);
        }
    }

    /** The end of a process makes its pidfd ready. */
    @Test
    void tellsTheEndOfAProcess() {
        try (Child child = Child.shell("exec sleep 60")) {
            poll.add(child.pidfd(), Poll.READABLE);
            assertThat(poll.await(0)).isZero();
            Pidfd.sendSignal(child.pidfd(), Signals.SIGKILL);
            assertThat(poll.await(Futex.NO_DEADLINE)).isEqualTo(1);
            assertThat(poll.readyEvents(0) & Poll.READABLE).isEqualTo(Poll.READABLE);
        }
    }

    /** A descriptor that was closed is told, not waited for. */
    @Test
    void tellsWhatIsNotOpen() {
        added().close();
        assertThat(poll.await(Futex.NO_DEADLINE)).isEqualTo(1);
        assertThat(poll.readyEvents(0)).isEqualTo(Poll.INVALID);
    }

    /** One descriptor twice would be told twice, a negative one never. */
    @Test
    void refusesTwiceAndNegative() {
        EventFd event = added();
        assertThatIllegalArgumentException().isThrownBy(() -> poll.add(event.descriptor(), Poll.READABLE));
        assertThatIllegalArgumentException().isThrownBy(() -> poll.add(-1, Poll.READABLE));
    }

    /** A signal after closing does nothing, not even to the descriptor that got the number. */
    @Test
    void closedEventIsDeaf() {
        EventFd closed = new EventFd();
        closed.close();
        closed.close();
        EventFd heir = added();
        assertThat(heir.descriptor()).as("the lowest free number").isLessThanOrEqualTo(closed.descriptor());
        closed.signal();
        assertThat(closed.drain()).isFalse();
        assertThat(heir.drain()).isFalse();
    }
}
