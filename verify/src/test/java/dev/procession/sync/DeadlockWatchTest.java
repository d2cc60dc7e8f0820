package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.Deadlock;
import dev.procession.LockTimeoutException;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 55: threads that wait for each other's locks are told of. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings({"try", "LockNotBeforeTry"}) // a watch is there to be on; a failing test closes a lock in its hands
final class DeadlockWatchTest {
    private static final Duration TWO_SECONDS = Delays.SHORT.multipliedBy(20);

    /** Takes one, waits until both are taken, and asks for the other. */
    private static void cross(ProcessLock first, ProcessLock second, SharedInt taken) throws InterruptedException {
        first.lock();
        taken.incrementAndGet();
        while (taken.get() < 2) Thread.sleep(1);
        second.lock();
    }

    /** Row 55: two processes lock A and B crosswise; the cycle is told of once, with pids, threads, locks and places. */
    @Test
    void row55CrosswiseLocksOfTwoProcessesAreTold() throws Exception {
        var told = new CopyOnWriteArrayList<Deadlock>();
        try (ProcessLock a = ProcessLock.create();
                SharedInt b = SharedInt.create(0);
                SharedInt taken = SharedInt.create(0);
                DeadlockWatch watch = DeadlockWatch.start(told::add);
                var one = Napless.launch(() -> cross(a, b.lock(), taken));
                var two = Napless.launch(() -> cross(b.lock(), a, taken))) {
            Eventually.holds("both hold one", () -> taken.get() == 2);
            long start = System.nanoTime();
            Eventually.holds("it is told", () -> !told.isEmpty());
            assertThat(System.nanoTime() - start).isLessThan(TWO_SECONDS.toNanos());
            Deadlock deadlock = told.getFirst();
            assertThat(deadlock.waits()).extracting(Deadlock.Wait::pid).containsExactlyInAnyOrder(one.pid(), two.pid());
            assertThat(deadlock.waits())
                    .allSatisfy(wait -> assertThat(wait.details())
                            .contains("thread \"main\"", "waits at", "it took lock ", "DeadlockWatchTest.cross"));
            Thread.sleep(Delays.SHORT.multipliedBy(12)); // two more looks of the watch
            assertThat(told).hasSize(1);
            one.kill();
            two.kill();
        }
    }

    /** Who asks for a lock with a time gets the cycle with the exception, and threads of one process count as well. */
    @Test
    void timeoutTellsOfTheDeadlock() throws Exception {
        try (ProcessLock a = ProcessLock.create();
                ReentrantProcessLock b = ReentrantProcessLock.create();
                SharedInt taken = SharedInt.create(0);
                DeadlockWatch watch = DeadlockWatch.start(deadlock -> {})) {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    cross(b, a, taken);
                    a.unlock();
                    b.unlock();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            a.lock();
            taken.incrementAndGet();
            Eventually.holds("the other waits", () -> a.toString().contains("others wait"));
            assertThatThrownBy(() -> b.lock(Delays.SHORT.multipliedBy(4)))
                    .isInstanceOfSatisfying(
                            LockTimeoutException.class,
                            e -> assertThat(e.deadlock())
                                    .hasValueSatisfying(deadlock ->
                                            assertThat(deadlock.waits()).hasSize(2)))
                    .hasMessageContaining("deadlock of 2 threads")
                    .hasMessageContaining("DeadlockWatchTest.cross");
            a.unlock();
            other.join();
        }
    }

    /** Without a watch it says who holds the lock, and since when at least. */
    @Test
    void timeoutSaysWhoHoldsTheLock() throws Exception {
        try (ProcessLock lock = ProcessLock.create()) {
            var over = new CountDownLatch(1);
            Thread holder = Thread.ofPlatform().start(() -> holdUntil(lock, over));
            Eventually.holds("it is held", () -> lock.toString().contains("held by"));
            assertThatThrownBy(() -> lock.lock(Delays.SHORT))
                    .isInstanceOfSatisfying(
                            LockTimeoutException.class,
                            e -> assertThat(e.deadlock()).isEmpty())
                    .hasMessageContaining(
                            "held by process " + ProcessHandle.current().pid() + ", thread " + holder.threadId())
                    .hasMessageContaining("ms at least");
            over.countDown();
            holder.join();
        }
    }

    private static void holdUntil(ProcessLock lock, CountDownLatch over) {
        lock.lock();
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /** A wait in a line is none in a circle. */
    @Test
    void waitsInALineAreNotTold() throws Exception {
        var told = new CopyOnWriteArrayList<Deadlock>();
        try (ProcessLock a = ProcessLock.create();
                ProcessLock b = ProcessLock.create();
                DeadlockWatch watch = DeadlockWatch.start(told::add)) {
            a.lock();
            Waiters first = Waiters.start(1, () -> {
                        b.lock();
                        a.lock();
                        a.unlock();
                        b.unlock();
                    })
                    .asleep();
            Waiters second = Waiters.start(1, () -> {
                        b.lock();
                        b.unlock();
                    })
                    .asleep();
            Thread.sleep(Delays.SHORT.multipliedBy(12)); // two looks of the watch
            assertThat(told).isEmpty();
            a.unlock();
            assertThat(first.through() + second.through()).isEqualTo(2);
        }
    }

    /** A writer that waits for readers holds the lock, and not the one that wrote before: that would be a circle that is none. */
    @Test
    void writerThatWaitsForReadersIsTheHolder() throws Exception {
        var told = new CopyOnWriteArrayList<Deadlock>();
        try (ProcessReadWriteLock table = ProcessReadWriteLock.create();
                ProcessLock other = ProcessLock.create();
                DeadlockWatch watch = DeadlockWatch.start(told::add)) {
            other.lock();
            var over = new CountDownLatch(1);
            Thread before = Thread.ofPlatform().start(() -> {
                table.writeLock().lock(); // its name stays in the lock
                table.writeLock().unlock();
                other.lock();
                other.unlock();
            });
            Waiters.awaitAsleep(before);
            Thread reader = Thread.ofPlatform().start(() -> read(table, over));
            Eventually.holds("it reads", () -> table.toString().contains("read by"));
            Thread pending = Thread.ofPlatform().start(() -> {
                table.writeLock().lock();
                table.writeLock().unlock();
            });
            Waiters.awaitAsleep(pending);
            assertThat(table.toString()).contains("thread " + pending.threadId());
            assertThat(table.writeLock().tryLock(Delays.SHORT.multipliedBy(12))).isFalse();
            assertThat(told).isEmpty();
            over.countDown();
            other.unlock();
            for (Thread thread : List.of(before, reader, pending)) thread.join();
        }
    }

    private static void read(ProcessReadWriteLock table, CountDownLatch until) {
        table.readLock().lock();
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            table.readLock().unlock();
        }
    }

    /** A listener that throws, or interrupts its thread, does not end the watch. */
    @Test
    void watchOutlivesItsListener() throws Exception {
        var calls = new CopyOnWriteArrayList<Deadlock>();
        try (ProcessLock a = ProcessLock.create();
                ProcessLock b = ProcessLock.create();
                SharedInt taken = SharedInt.create(0);
                DeadlockWatch watch = DeadlockWatch.start(deadlock -> {
                    calls.add(deadlock);
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("a listener's own");
                })) {
            for (int round = 1; round <= 2; round++) {
                int expected = round;
                taken.set(0);
                Thread one = Thread.ofPlatform().start(() -> crossAndGiveUp(a, b, taken));
                Thread two = Thread.ofPlatform().start(() -> crossAndGiveUp(b, a, taken));
                Eventually.holds("it is told", () -> calls.size() == expected);
                one.interrupt();
                two.interrupt();
                one.join();
                two.join();
            }
        }
    }

    private static void crossAndGiveUp(ProcessLock first, ProcessLock second, SharedInt taken) {
        first.lock();
        try {
            taken.incrementAndGet();
            while (taken.get() < 2) Thread.onSpinWait();
            second.lockInterruptibly();
            second.unlock();
        } catch (InterruptedException e) {
            // as it is told to
        } finally {
            first.unlock();
        }
    }
}
