package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Numbers that processes share. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class SharedNumberTest {

    /** A child sees what was set, and what it sets and adds is seen. */
    @Test
    void numbersAreTheSameEverywhere() throws Exception {
        try (SharedInt small = SharedInt.create(-7);
                SharedLong large = SharedLong.create(1L << 40)) {
            Napless.call(() -> {
                        small.set(small.get() * 2);
                        return large.addAndGet(2);
                    })
                    .get();
            assertThat(small.get()).isEqualTo(-14);
            assertThat(large.get()).isEqualTo((1L << 40) + 2);
        }
    }

    /** Atomic additions of two processes and this one are all counted, with and without the lock. */
    @Test
    void additionsAreAllCounted() throws Exception {
        try (SharedLong atomic = SharedLong.create(0);
                SharedInt locked = SharedInt.create(0);
                ProcessCountDownLatch start = ProcessCountDownLatch.create(3)) {
            try (var one = Napless.launch(() -> add(atomic, locked, start));
                    var two = Napless.launch(() -> add(atomic, locked, start))) {
                add(atomic, locked, start);
                assertThat(one.join()).isEqualTo(new ExitStatus.Exited(0));
                assertThat(two.join()).isEqualTo(new ExitStatus.Exited(0));
            }
            assertThat(atomic.get()).isEqualTo(60_000);
            assertThat(locked.get()).isEqualTo(60_000);
        }
    }

    private static void add(SharedLong atomic, SharedInt locked, ProcessCountDownLatch start)
            throws InterruptedException {
        start.countDown();
        start.await(); // so that they are in each other's way
        for (int i = 0; i < 20_000; i++) {
            atomic.getAndAdd(1);
            locked.lock().lock();
            try {
                locked.setPlain(locked.getPlain() + 1);
            } finally {
                locked.lock().unlock();
            }
        }
    }

    /** Every operation of an int is that of an atomic one of the JDK. */
    @Test
    void intOperationsAreThoseOfAnAtomicInteger() {
        try (SharedInt number = SharedInt.create(5)) {
            assertThat(number.getAndSet(6)).isEqualTo(5);
            assertThat(number.compareAndSet(5, 9)).isFalse();
            assertThat(number.compareAndSet(6, 9)).isTrue();
            assertThat(number.incrementAndGet()).isEqualTo(10);
            assertThat(number.decrementAndGet()).isEqualTo(9);
            assertThat(number.updateAndGet(x -> x * x)).isEqualTo(81);
            number.set(Integer.MAX_VALUE);
            assertThat(number.addAndGet(1)).isEqualTo(Integer.MIN_VALUE);
            assertThat(number.toString()).contains(Integer.toString(Integer.MIN_VALUE));
        }
    }

    /** The same for a long. */
    @Test
    void longOperationsAreThoseOfAnAtomicLong() {
        try (SharedLong number = SharedLong.create(5)) {
            assertThat(number.getAndSet(6)).isEqualTo(5);
            assertThat(number.compareAndSet(5, 9)).isFalse();
            assertThat(number.compareAndSet(6, 9)).isTrue();
            assertThat(number.incrementAndGet()).isEqualTo(10);
            assertThat(number.decrementAndGet()).isEqualTo(9);
            assertThat(number.updateAndGet(x -> x * x)).isEqualTo(81);
            number.setPlain(Long.MAX_VALUE);
            assertThat(number.addAndGet(1)).isEqualTo(Long.MIN_VALUE);
            assertThat(number.getPlain()).isEqualTo(Long.MIN_VALUE);
        }
    }

    /** After {@code close} every access is refused, by name; the memory may be another's. */
    @Test
    void closedNumberIsRefused() {
        SharedLong number = SharedLong.create(1);
        number.close();
        number.close();
        assertThatThrownBy(number::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was closed");
        assertThatThrownBy(() -> number.getAndAdd(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(number.lock()::lock).isInstanceOf(IllegalStateException.class);
    }

    /** The lock may be captured by itself, and is the number's where it arrives; closing it closes the number. */
    @Test
    void lockTravelsAsThatOfItsNumber() throws Exception {
        SharedInt number = SharedInt.create(1);
        ReentrantProcessLock itsLock = number.lock();
        boolean same = Napless.call(() -> isThatOf(itsLock, number)).get();
        assertThat(same).isTrue();
        itsLock.close();
        assertThatThrownBy(number::get).isInstanceOf(IllegalStateException.class);
    }

    @SuppressWarnings("ReferenceEquality") // that is the claim
    private static boolean isThatOf(ReentrantProcessLock lock, SharedInt number) {
        return lock == number.lock();
    }

    /** Who reads while another thread closes gets the value, or is refused, and nothing else. */
    @Test
    void closeMeetsReaders() throws Exception {
        for (int round = 0; round < 200; round++) {
            SharedInt number = SharedInt.create(7);
            Throwable[] thrown = new Throwable[1];
            var reads = new CountDownLatch(10);
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    while (number.get() == 7) reads.countDown();
                } catch (Throwable t) { // for the test
                    thrown[0] = t;
                }
            });
            reads.await();
            number.close();
            reader.join();
            assertThat(thrown[0]).isInstanceOf(IllegalStateException.class).hasMessageContaining("was closed");
        }
    }
}
