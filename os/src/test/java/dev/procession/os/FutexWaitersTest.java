package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sleeping on several words together promises. */
final class FutexWaitersTest {
    private static final int COUNT_ARGUMENT = 1;
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    @BeforeEach
    void kernelCanDoIt() {
        assumeTrue(Futex.hasWaitAny(), "futex_waitv needs Linux 5.16");
    }

    /** Each word wakes the sleeper, the private one too. */
    @ParameterizedTest(name = "word {0}")
    @ValueSource(ints = {0, 1, 2, 3})
    void anyWordWakes(int which) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment words = arena.allocate(64, Integer.BYTES);
            try (var sleeper = new SleepingThread<>(() -> {
                FutexWaiters waiters = new FutexWaiters();
                for (int i = 0; i < FutexWaiters.CAPACITY; i++) {
                    waiters.set(i, words, i * 8L, 0, isShared(i));
                }
                return Futex.awaitAny(waiters, Futex.NO_DEADLINE);
            })) {
                sleeper.awaitInside(SyscallNumber.FUTEX_WAITV, COUNT_ARGUMENT, FutexWaiters.CAPACITY);
                assertThat(Futex.wake(words, which * 8L, 1, isShared(which))).isEqualTo(1);
                assertThat(sleeper.result()).isEqualTo(Futex.WOKEN);
            }
        }
    }

    private static boolean isShared(int index) {
        return index != 1;
    }

    /** One word that has changed is enough not to sleep; the expected value can be renewed without setting the word. */
    @Test
    void returnsAtOnceWhenOneWordHasAnotherValue() {
        try (Arena arena = Arena.ofConfined()) {
            FutexWaiters waiters = new FutexWaiters();
            waiters.set(0, arena.allocate(ValueLayout.JAVA_INT), 0, true);
            waiters.set(1, arena.allocateFrom(ValueLayout.JAVA_INT, -5), 5, true);
            assertThat(Futex.awaitAny(waiters, Futex.NO_DEADLINE)).isEqualTo(Futex.CHANGED);
            waiters.expect(1, -5);
            assertThat(Futex.awaitAny(waiters, Clock.monotonicNanos())).isEqualTo(Futex.TIMED_OUT);
        }
    }

    /** A deadline is kept, and not before its time. */
    @Test
    void timesOutAtTheDeadline() {
        try (Arena arena = Arena.ofConfined()) {
            FutexWaiters waiters = new FutexWaiters();
            waiters.set(0, arena.allocate(ValueLayout.JAVA_INT), 0, true);
            long deadline = Clock.monotonicNanos() + SHORT_NANOS;
            assertThat(Futex.awaitAny(waiters, deadline)).isEqualTo(Futex.TIMED_OUT);
            assertThat(Clock.monotonicNanos()).isGreaterThanOrEqualTo(deadline);
        }
    }

    /** The words are found by address, and still their memory is not taken away under the sleeper. */
    @Test
    void arenaOfTheLastWordCannotBeClosedUnderASleeper() throws Exception {
        Arena first = Arena.ofShared();
        Arena last = Arena.ofShared();
        MemorySegment word = last.allocate(ValueLayout.JAVA_INT);
        try (var sleeper = new SleepingThread<>(() -> {
            FutexWaiters waiters = new FutexWaiters();
            for (int i = 0; i < FutexWaiters.CAPACITY - 1; i++) {
                waiters.set(i, first.allocate(ValueLayout.JAVA_INT), 0, true);
            }
            waiters.set(FutexWaiters.CAPACITY - 1, word, 0, true);
            return Futex.awaitAny(waiters, Futex.NO_DEADLINE);
        })) {
            sleeper.awaitInside(SyscallNumber.FUTEX_WAITV, COUNT_ARGUMENT, FutexWaiters.CAPACITY);
            assertThatIllegalStateException().isThrownBy(last::close);
            assertThatIllegalStateException().isThrownBy(first::close);
            Futex.wake(word, 1);
            assertThat(sleeper.result()).isEqualTo(Futex.WOKEN);
        }
        first.close();
        last.close();
    }

    /** Memory that is gone is an exception, not a look at whatever is mapped there now. */
    @Test
    void refusesAWordWhoseArenaIsClosed() {
        FutexWaiters waiters = new FutexWaiters();
        try (Arena arena = Arena.ofShared()) {
            waiters.set(0, arena.allocate(ValueLayout.JAVA_INT), 0, true);
        }
        assertThatIllegalStateException().isThrownBy(() -> Futex.awaitAny(waiters, Futex.NO_DEADLINE));
    }

    /** Words are set in order, so that no unset one lies between. */
    @Test
    void refusesAGap() {
        FutexWaiters waiters = new FutexWaiters();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> waiters.set(1, MemorySegment.NULL, 0, true));
        assertThat(waiters.count()).isZero();
    }
}
