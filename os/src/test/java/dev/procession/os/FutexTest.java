package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sleeping on a word and waking its sleepers promises. */
final class FutexTest {
    private static final int WORD_ARGUMENT = 0;
    private static final long PAGE_BYTES = 4096;
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    @TempDir
    Path folder;

    /** The word is the place in the file: a sleeper in one mapping is woken through another. */
    @Test
    void wakesThroughAnotherMappingOfTheSameFile() throws Exception {
        int descriptor = Descriptor.openFile(folder.resolve("words"), Descriptor.O_RDWR | Descriptor.O_CREAT, 0600);
        try (Arena arena = Arena.ofShared()) {
            Descriptor.allocate(descriptor, PAGE_BYTES);
            MemorySegment mine = Mapping.map(descriptor, PAGE_BYTES, arena);
            MemorySegment theirs = Mapping.map(descriptor, PAGE_BYTES, arena);
            assertThat(mine.address()).isNotEqualTo(theirs.address());
            try (var sleeper = new SleepingThread<>(() -> Futex.await(theirs, 0, Futex.NO_DEADLINE))) {
                sleeper.awaitInside(SyscallNumber.FUTEX, WORD_ARGUMENT, theirs.address());
                assertThat(Futex.wake(mine, Integer.MAX_VALUE)).isEqualTo(1);
                assertThat(sleeper.result()).isEqualTo(Futex.WOKEN);
            }
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** Nobody sleeps on a word that has changed. */
    @Test
    void returnsAtOnceWhenTheWordHasAnotherValue() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment word = arena.allocateFrom(ValueLayout.JAVA_INT, 7);
            assertThat(Futex.await(word, 8, Futex.NO_DEADLINE)).isEqualTo(Futex.CHANGED);
        }
    }

    /** All 32 bits count, the sign too. */
    @Test
    void comparesNegativeValues() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment word = arena.allocateFrom(ValueLayout.JAVA_INT, -2);
            assertThat(Futex.await(word, -3, Futex.NO_DEADLINE)).isEqualTo(Futex.CHANGED);
            assertThat(Futex.await(word, -2, Clock.monotonicNanos())).isEqualTo(Futex.TIMED_OUT);
        }
    }

    /** A deadline is kept, and not before its time. */
    @Test
    void timesOutAtTheDeadline() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
            long deadline = Clock.monotonicNanos() + SHORT_NANOS;
            assertThat(Futex.await(word, 0, deadline)).isEqualTo(Futex.TIMED_OUT);
            assertThat(Clock.monotonicNanos()).isGreaterThanOrEqualTo(deadline);
        }
    }

    /** A deadline before the clock's beginning is one that has passed, not an error. */
    @Test
    void timesOutAtOnceWhenTheDeadlineIsNegative() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Futex.await(arena.allocate(ValueLayout.JAVA_INT), 0, Long.MIN_VALUE))
                    .isEqualTo(Futex.TIMED_OUT);
        }
    }

    /** A handled signal ends the sleep and says so. */
    @Test
    void tellsOfASignal() throws Exception {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
            long farNanos = Clock.monotonicNanos() + TimeUnit.SECONDS.toNanos(SleepingThread.WATCHDOG_SECONDS);
            try (var sleeper = new SleepingThread<>(() -> Futex.await(word, 0, farNanos))) {
                sleeper.awaitInside(SyscallNumber.FUTEX, WORD_ARGUMENT, word.address());
                sleeper.interruptCall();
                assertThat(sleeper.result()).isEqualTo(Futex.SIGNALLED);
            }
        }
    }

    /** A private word takes private wakes, at any aligned offset. */
    @Test
    void wakesOnAPrivateWord() throws Exception {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment words = arena.allocate(64, Integer.BYTES);
            try (var sleeper = new SleepingThread<>(() -> Futex.await(words, 8, 0, Futex.NO_DEADLINE, false))) {
                sleeper.awaitInside(SyscallNumber.FUTEX, WORD_ARGUMENT, words.address() + 8);
                assertThat(Futex.wake(words, 8, 1, false)).isEqualTo(1);
                assertThat(sleeper.result()).isEqualTo(Futex.WOKEN);
            }
        }
    }

    /** The memory of a sleeper's word is not taken away under it. */
    @Test
    void arenaCannotBeClosedUnderASleeper() throws Exception {
        Arena arena = Arena.ofShared();
        MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
        try (var sleeper = new SleepingThread<>(() -> Futex.await(word, 0, Futex.NO_DEADLINE))) {
            sleeper.awaitInside(SyscallNumber.FUTEX, WORD_ARGUMENT, word.address());
            assertThatIllegalStateException().isThrownBy(arena::close);
            assertThat(Futex.wake(word, 1)).isEqualTo(1);
            assertThat(sleeper.result()).isEqualTo(Futex.WOKEN);
        }
        arena.close();
    }

    /** Heap memory moves, so it is refused, as are words across the end and words that are not aligned. */
    @Test
    void refusesWhatCannotBeAWord() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Futex.wake(MemorySegment.ofArray(new int[1]), 1))
                .withMessageContaining("heap");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(8, 8);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Futex.wake(words, 2, 1, true))
                    .withMessageContaining("aligned");
            assertThatThrownBy(() -> Futex.wake(words, 8, 1, true)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
