package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.OwnerDiedException;
import dev.procession.process.ChildProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 49: conditions, and the deaths of those who wait for them or hold their lock. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"
}) // single waits are what is tested; a failing test closes a lock in its hands
final class ConditionDeathTest {
    private static final Duration SECOND = Delays.SHORT.multipliedBy(10);

    private final ProcessLock lock = ProcessLock.create();
    private final ProcessCondition condition = lock.newCondition();
    private final SharedInt turn = SharedInt.create(0);

    @AfterEach
    void close() {
        turn.close();
        condition.close();
        lock.close();
    }

    private static void waitForTurn(ProcessLock lock, ProcessCondition condition, SharedInt turn) {
        lock.lock();
        try {
            condition.waitFor(() -> turn.get() > 0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /** Row 49: a waiter is killed; a signal returns at once, and one signal is enough for the waiter that lives. */
    @Test
    void row49KilledWaiterAbsorbsNoSignal() throws Exception {
        ProcessLock sharedLock = lock;
        ProcessCondition shared = condition;
        SharedInt sharedTurn = turn;
        try (var victim = Napless.launch(() -> waitForTurn(sharedLock, shared, sharedTurn))) {
            Eventually.holds("it waits", () -> condition.toString().contains("1 waiting"));
            Thread other = Thread.ofPlatform().start(() -> waitForTurn(lock, condition, turn));
            Eventually.holds("both wait", () -> condition.toString().contains("2 waiting"));
            victim.kill();
            victim.join();
            Eventually.holds(
                    "the other has looked, and waits again",
                    () -> condition.toString().contains("(1 waiting"));
            Waiters.awaitAsleep(other);
            signalTurn();
            assertThat(other.join(Delays.LONG)).isTrue();
        }
    }

    private void signalTurn() {
        lock.lock();
        turn.set(1);
        long start = System.nanoTime();
        condition.signal();
        assertThat(System.nanoTime() - start).isLessThan(10 * SECOND.toNanos());
        lock.unlock();
    }

    /** Row 49: a signal that comes before anybody knows of the waiter's death is not lost either. */
    @Test
    void row49SignalBeforeTheDeathIsTold() throws Exception {
        ProcessLock sharedLock = lock;
        ProcessCondition shared = condition;
        SharedInt sharedTurn = turn;
        try (var victim = Napless.launch(() -> waitForTurn(sharedLock, shared, sharedTurn))) {
            Eventually.holds("it waits", () -> condition.toString().contains("1 waiting"));
            Thread other = Thread.ofPlatform().start(() -> waitForTurn(lock, condition, turn));
            Eventually.holds("both wait", () -> condition.toString().contains("2 waiting"));
            victim.kill();
            signalTurn(); // to the victim, which came first
            assertThat(other.join(Delays.LONG)).isTrue();
        }
    }

    /** Row 49: a waiter that comes after a death waits behind nobody. */
    @Test
    void row49WaiterThatComesLaterIsSignalled() throws Exception {
        ProcessLock sharedLock = lock;
        ProcessCondition shared = condition;
        SharedInt sharedTurn = turn;
        try (var victim = Napless.launch(() -> waitForTurn(sharedLock, shared, sharedTurn))) {
            Eventually.holds("it waits", () -> condition.toString().contains("1 waiting"));
            lock.lock(); // so it has given it back, and does not die with it
            lock.unlock();
            victim.kill();
            victim.join();
        }
        Thread later = Thread.ofPlatform().start(() -> {
            lock.lock();
            turn.set(7);
            condition.awaitUninterruptibly(); // for one signal, with no predicate that would hide a lost one
            lock.unlock();
        });
        Eventually.holds("it has the lock, or waits", () -> turn.get() == 7);
        lock.lock(); // so it waits
        condition.signal();
        lock.unlock();
        later.join(Delays.LONG);
        assertThat(later.isAlive()).isFalse();
    }

    /** Row 48: if the lock's owner dies while others wait for a condition, they are told, and hold the lock. */
    @Test
    void ownersDeathIsToldToWhoWaits() throws Exception {
        ProcessLock sharedLock = lock;
        ProcessCondition shared = condition;
        Throwable[] thrown = new Throwable[1];
        boolean[] held = new boolean[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                condition.awaitUninterruptibly();
            } catch (OwnerDiedException e) {
                thrown[0] = e;
                held[0] = lock.toString()
                        .contains("held by process " + ProcessHandle.current().pid());
            } finally {
                lock.unlock();
            }
        });
        Eventually.holds("it waits", () -> condition.toString().contains("1 waiting"));
        long pid;
        try (var owner = Napless.launch(() -> {
            sharedLock.lock();
            shared.signal();
            Runtime.getRuntime().halt(1);
        })) {
            pid = owner.pid();
            owner.join();
        }
        waiter.join();
        assertThat(thrown[0])
                .isInstanceOfSatisfying(
                        OwnerDiedException.class, e -> assertThat(e.pid()).isEqualTo(pid));
        assertThat(held[0]).isTrue();
        assertThatThrownBy(lock::lock).isInstanceOf(OwnerDiedException.class);
        lock.recover();
        lock.unlock();
    }

    /** Who is told of the owner's death in a wait recovers the lock that it holds, and unlocks it once. */
    @Test
    void whoIsToldInAWaitRecovers() throws Exception {
        ReentrantProcessLock reentrant = ReentrantProcessLock.create();
        ProcessCondition its = reentrant.newCondition();
        Thread waiter = Thread.ofPlatform().start(() -> {
            reentrant.lock();
            try {
                its.awaitUninterruptibly();
            } catch (OwnerDiedException e) {
                reentrant.recover();
            } finally {
                reentrant.unlock();
            }
        });
        Eventually.holds("it waits", () -> its.toString().contains("1 waiting"));
        ChildProcess owner = Napless.launch(reentrant::lock);
        owner.join();
        waiter.join();
        assertThat(reentrant.tryLock(Delays.LONG)).isTrue();
        assertThat(reentrant.getHoldCount()).isEqualTo(1);
        reentrant.unlock();
        owner.close();
        its.close();
        reentrant.close();
    }
}
