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
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conditions as those see them who live: Y5 and Y8 to Y10 of the behaviours. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate", "LockNotBeforeTry"
}) // single waits are what is tested; a failing test closes a lock in its hands
final class ProcessConditionTest {
    private final ReentrantProcessLock lock = ReentrantProcessLock.create();
    private final ProcessCondition condition = lock.newCondition();
    private final SharedInt woken = SharedInt.create(0);

    @AfterEach
    void close() {
        woken.close();
        condition.close();
        lock.close();
    }

    private void awaitWaiting(int count) throws InterruptedException {
        Eventually.holds(count + " wait", () -> condition.toString().endsWith("(" + count + " waiting)"));
    }

    private static void waitOnce(ProcessLock lock, ProcessCondition condition, SharedInt woken) {
        lock.lock();
        try {
            condition.awaitUninterruptibly();
            woken.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    private void signal(int count) {
        lock.lock();
        try {
            if (count == 1) condition.signal();
            else condition.signal(count);
        } finally {
            lock.unlock();
        }
    }

    /** Y5: a process and a thread wait; each signal wakes exactly one of them. */
    @Test
    void y5EachSignalWakesOne() throws Exception {
        ProcessLock sharedLock = lock;
        ProcessCondition shared = condition;
        SharedInt count = woken;
        try (var child = Napless.launch(() -> waitOnce(sharedLock, shared, count))) {
            Thread thread = Thread.ofPlatform().start(() -> waitOnce(lock, condition, woken));
            awaitWaiting(2);
            assertThat(woken.get()).isZero();
            signal(1);
            Eventually.holds("one is awake", () -> woken.get() == 1);
            assertThat(condition.toString()).contains("1 waiting");
            signal(1);
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            thread.join();
            assertThat(woken.get()).isEqualTo(2);
        }
    }

    /** So many of those who wait are let go as the signal says, in the order in which they came. */
    @Test
    void signalWakesAsManyAsItSays() throws Exception {
        Set<Integer> awake = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 20; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                waitOnce(lock, condition, woken);
                awake.add(number);
            });
            awaitWaiting(i + 1);
        }
        signal(3);
        Eventually.holds("the first three are awake", () -> awake.equals(Set.of(0, 1, 2)));
        assertThat(condition.toString()).contains("17 waiting");
        signal(17);
        Eventually.holds("all are awake", () -> awake.size() == 20);
        assertThat(condition.toString()).contains("0 waiting");
    }

    /** Y8: a wait with a time ends when the time is over, and not before, with the lock held. */
    @Test
    void y8WaitEndsWithItsTime() throws Exception {
        lock.lock();
        long start = System.nanoTime();
        assertThat(condition.await(Delays.SHORT)).isFalse();
        assertThat(System.nanoTime() - start).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
        assertThat(condition.await(10, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(condition.awaitNanos(1)).isNotPositive();
        assertThat(condition.awaitUntil(new Date(System.currentTimeMillis() - 1)))
                .isFalse();
        assertThat(lock.getHoldCount()).isEqualTo(1);
        lock.unlock();
    }

    /** Y9: a predicate over a shared number, which another process moves in four steps. */
    @Test
    void y9PredicateIsWaitedFor() throws Exception {
        try (var child = steps(4)) {
            lock.lock();
            assertThat(condition.waitFor(() -> woken.get() == 4, Delays.LONG)).isTrue();
            lock.unlock();
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    /** Y10: if it takes only three of the four, the wait ends with its time, and says so. */
    @Test
    void y10PredicateThatDoesNotComeToHold() throws Exception {
        try (var child = steps(3)) {
            lock.lock();
            long start = System.nanoTime();
            assertThat(condition.waitFor(() -> woken.get() == 4, Delays.SHORT)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Delays.SHORT.toNanos());
            lock.unlock();
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    private ChildProcess steps(int count) {
        ProcessLock sharedLock = lock;
        ProcessCondition shared = condition;
        SharedInt number = woken;
        return Napless.launch(() -> {
            for (int i = 0; i < count; i++) {
                Thread.sleep(10);
                sharedLock.lock();
                try {
                    number.set(number.get() + 1);
                    shared.signal();
                } finally {
                    sharedLock.unlock();
                }
            }
        });
    }

    /** Who gave up is not signalled in another's place. */
    @Test
    void whoGaveUpAbsorbsNoSignal() throws Exception {
        lock.lock();
        assertThat(condition.await(Duration.ofMillis(1))).isFalse();
        lock.unlock();
        var givesUp = new CountDownLatch(1);
        Thread first = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                condition.await();
            } catch (InterruptedException e) {
                givesUp.countDown();
            } finally {
                lock.unlock();
            }
        });
        awaitWaiting(1);
        Thread second = Thread.ofPlatform().start(() -> waitOnce(lock, condition, woken));
        awaitWaiting(2);
        first.interrupt();
        assertThat(givesUp.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        signal(1);
        second.join();
        first.join();
        assertThat(woken.get()).isEqualTo(1);
    }

    /** More waits may be given up than the queue has places, while the oldest goes on waiting or looks again. */
    @Test
    void manyWaitsAreGivenUp() throws Exception {
        var begun = new CountDownLatch(1);
        Thread patient = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                begun.countDown();
                condition.waitFor(() -> woken.get() > 0);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                lock.unlock();
            }
        });
        begun.await();
        lock.lock();
        for (int i = 0; i < 3_000; i++) assertThat(condition.awaitNanos(0)).isNotPositive();
        woken.set(1);
        condition.signalAll();
        lock.unlock();
        patient.join();
    }

    /** All holds are given back while a thread waits, and it has them again afterwards. */
    @Test
    void allHoldsAreGivenBackAndTakenAgain() throws Exception {
        int[] holds = new int[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            lock.lock();
            condition.awaitUninterruptibly();
            holds[0] = lock.getHoldCount();
            lock.unlock();
            lock.unlock();
        });
        awaitWaiting(1);
        signal(1);
        waiter.join();
        assertThat(holds[0]).isEqualTo(2);
        assertThat(lock.tryLock(Delays.LONG)).isTrue();
        lock.unlock();
    }

    /** A grant is that of the same hold after a wait: it is closed as ever, though others had the lock meanwhile. */
    @Test
    void grantOutlivesAWait() throws Exception {
        Thread waiter = Thread.ofPlatform().start(() -> {
            try (var _ = lock.acquire()) {
                condition.awaitUninterruptibly();
            }
        });
        awaitWaiting(1);
        signal(1);
        waiter.join();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    /** A grant whose lock was unlocked does not become good again because another thread's wait is over. */
    @Test
    void grantOfAnEarlierHoldStaysStale() throws Exception {
        Thread waiter = Thread.ofPlatform().start(() -> waitOnce(lock, condition, woken));
        awaitWaiting(1);
        var stale = lock.acquire();
        condition.signal();
        lock.unlock();
        waiter.join();
        lock.lock();
        assertThatThrownBy(stale::close)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("it was unlocked since");
        lock.unlock();
    }

    /** An interrupt that comes after the signal is kept, and the wait ends well. */
    @Test
    void interruptAfterTheSignalIsKept() throws Exception {
        boolean[] seen = new boolean[2];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                condition.await();
                seen[0] = true;
                seen[1] = Thread.currentThread().isInterrupted();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                lock.unlock();
            }
        });
        awaitWaiting(1);
        lock.lock();
        condition.signal();
        waiter.interrupt();
        lock.unlock();
        waiter.join();
        assertThat(seen).containsExactly(true, true);
    }

    /** Only who holds the lock waits and signals. */
    @Test
    void onlyTheHolderWaitsAndSignals() {
        assertThatThrownBy(condition::await).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(condition::signal).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(() -> condition.waitFor(() -> true)).isInstanceOf(IllegalMonitorStateException.class);
        lock.lock();
        assertThatThrownBy(() -> condition.signal(-1)).isInstanceOf(IllegalArgumentException.class);
        lock.unlock();
    }

    /** Whoever waits for a condition that is closed is told, and holds the lock. */
    @Test
    void closeTellsWhoWaits() throws Exception {
        ProcessCondition closing = lock.newCondition();
        boolean[] held = new boolean[1];
        Throwable[] thrown = new Throwable[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                closing.awaitUninterruptibly();
            } catch (IllegalStateException e) {
                thrown[0] = e;
                held[0] = lock.isHeldByCurrentThread();
            } finally {
                lock.unlock();
            }
        });
        Eventually.holds("one waits", () -> closing.toString().contains("1 waiting"));
        closing.close();
        waiter.join();
        assertThat(thrown[0]).hasMessageContaining("was closed");
        assertThat(held[0]).isTrue();
    }

    /** An interrupt that did not end a wait is kept, also if a close does. */
    @Test
    void interruptOutlivesAClose() throws Exception {
        ProcessCondition closing = lock.newCondition();
        boolean[] interrupted = new boolean[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                closing.awaitUninterruptibly();
            } catch (IllegalStateException e) {
                interrupted[0] = Thread.currentThread().isInterrupted();
            } finally {
                lock.unlock();
            }
        });
        Waiters.awaitAsleep(waiter);
        waiter.interrupt();
        Eventually.holds("it was seen", () -> !waiter.isInterrupted());
        closing.close();
        waiter.join();
        assertThat(interrupted[0]).isTrue();
    }

    /** A signal that comes after the close, and before who waited has left, is for one who goes on. */
    @Test
    void whoLeavesAClosedConditionAbsorbsNoSignal() throws Exception {
        ProcessLock sharedLock = lock;
        ProcessCondition closing = lock.newCondition();
        SharedInt step = woken;
        try (ProcessEvent closed = ProcessEvent.create()) {
            Waiters first = Waiters.start(1, () -> waitOnce(lock, closing, woken));
            Eventually.holds("one waits", () -> closing.toString().contains("1 waiting"));
            try (var child = Napless.launch(() -> {
                Waiters second = Waiters.start(1, () -> waitOnce(sharedLock, closing, step));
                Eventually.holds("two wait", () -> closing.toString().contains("2 waiting"));
                sharedLock.lock();
                step.set(1);
                closed.await();
                closing.signal(); // to the first
                sharedLock.unlock();
                if (second.through() != 1) throw new AssertionError("it was woken by an exception");
            })) {
                Eventually.holds("the child has the lock", () -> step.get() == 1);
                closing.close();
                Eventually.holds(
                        "the first wants it back", () -> lock.toString().contains("others wait"));
                closed.set();
                assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            }
            assertThat(first.thrown())
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("was closed"));
        }
    }

    /** A condition brings its lock along, and both are one object where they arrive. */
    @Test
    void conditionTravelsWithItsLock() throws Exception {
        ProcessLock plain = ProcessLock.create();
        ProcessCondition itsCondition = plain.newCondition();
        SharedInt turn = woken;
        try (var child = Napless.launch(() -> {
            plain.lock();
            try {
                turn.set(1);
                itsCondition.signalAll();
                itsCondition.waitFor(() -> turn.get() == 2);
            } finally {
                plain.unlock();
            }
        })) {
            plain.lock();
            itsCondition.waitFor(() -> turn.get() == 1);
            turn.set(2);
            itsCondition.signalAll();
            plain.unlock();
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
        }
        itsCondition.close();
        plain.close();
    }

    /** A wait that would wait for its own reads, to get the write lock back, is refused. */
    @Test
    void waitOfAWriterThatReadsIsRefused() {
        try (ProcessReadWriteLock table = ProcessReadWriteLock.create();
                ProcessCondition changed = table.writeLock().newCondition()) {
            table.writeLock().lock();
            table.readLock().lock();
            assertThatThrownBy(changed::await)
                    .isInstanceOf(IllegalMonitorStateException.class)
                    .hasMessageContaining("wait for itself");
            table.readLock().unlock();
            table.writeLock().unlock();
        }
    }
}
