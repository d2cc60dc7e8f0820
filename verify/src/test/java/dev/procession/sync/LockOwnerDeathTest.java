package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.OwnerDiedException;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 48: what becomes of a lock whose owner dies, or who waits for it. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class LockOwnerDeathTest {
    private static final Duration SECOND = Delays.SHORT.multipliedBy(10);

    private final ProcessLock lock = ProcessLock.create();

    @AfterEach
    void closeLock() {
        lock.close();
    }

    /** Row 48: kill -9 the holder; who waits is told within a second, and does not hold the lock. */
    @Test
    void row48WaiterIsToldOfItsOwnersDeath() throws Exception {
        ProcessLock shared = lock;
        try (var holder = Napless.launch(() -> holdForEver(shared))) {
            Eventually.holds("the child holds it", () -> lock.toString().contains("held by process " + holder.pid()));
            Throwable[] thrown = new Throwable[1];
            long[] toldNanos = new long[1];
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    lock.lock();
                } catch (OwnerDiedException e) {
                    thrown[0] = e;
                    toldNanos[0] = System.nanoTime();
                }
            });
            Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
            long killNanos = System.nanoTime();
            holder.kill();
            waiter.join();
            assertThat(thrown[0])
                    .isInstanceOfSatisfying(
                            OwnerDiedException.class, e -> assertThat(e.pid()).isEqualTo(holder.pid()))
                    .hasMessageContaining("recover()");
            assertThat(toldNanos[0] - killNanos).isLessThan(SECOND.toNanos());
        }
    }

    /** Nobody takes over silently what a dead owner left, until somebody recovers it; then all is as ever. */
    @Test
    void deadOwnersLockStaysInconsistentUntilRecovered() throws Exception {
        killHolder();
        assertThatThrownBy(lock::lock).isInstanceOf(OwnerDiedException.class);
        assertThatThrownBy(lock::tryLock).isInstanceOf(OwnerDiedException.class);
        assertThatThrownBy(() -> lock.tryLock(Delays.SHORT)).isInstanceOf(OwnerDiedException.class);
        ProcessLock shared = lock;
        boolean toldElsewhere = Napless.call(() -> {
                    try {
                        shared.lock();
                        return false;
                    } catch (OwnerDiedException e) {
                        return true;
                    }
                })
                .get();
        assertThat(toldElsewhere).isTrue();
        lock.recover();
        lock.unlock();
        lock.lock();
        lock.unlock();
    }

    /** A grant tells, and only {@code recovered()} makes the lock as it was. */
    @Test
    void grantCarriesTheDeath() throws Exception {
        killHolder();
        try (var grant = lock.acquire()) {
            assertThat(grant.ownerDied()).isPresent();
        }
        try (var grant = lock.acquire()) {
            assertThat(grant.ownerDied()).isPresent();
            grant.recovered();
        }
        try (var grant = lock.acquire()) {
            assertThat(grant.ownerDied()).isEmpty();
        }
    }

    /** Who recovers may die, too: the next one is told of that. */
    @Test
    void deathOfWhoRecoversIsToldAgain() throws Exception {
        killHolder();
        ProcessLock shared = lock;
        try (var second = Napless.launch(() -> {
            shared.recover();
            Thread.sleep(Delays.LONG);
        })) {
            Eventually.holds(
                    "the second one holds it", () -> lock.toString().contains("held by process " + second.pid()));
            second.kill();
            second.join();
            assertThatThrownBy(lock::lock)
                    .isInstanceOfSatisfying(
                            OwnerDiedException.class, e -> assertThat(e.pid()).isEqualTo(second.pid()));
        }
    }

    private void killHolder() throws Exception {
        ProcessLock shared = lock;
        try (var holder = Napless.launch(() -> holdForEver(shared))) {
            Eventually.holds("the child holds it", () -> lock.toString().contains("held by process " + holder.pid()));
            holder.kill();
            holder.join();
        }
    }

    private static void holdForEver(ProcessLock lock) throws InterruptedException {
        lock.lock();
        Thread.sleep(Delays.LONG);
    }

    /** A process that is killed while it waits holds up nobody. */
    @Test
    void killedWaiterHoldsUpNobody() throws Exception {
        ProcessLock shared = lock;
        lock.lock();
        try (var waiter = Napless.launch(shared::lock)) {
            Eventually.holds("it waits", () -> lock.toString().contains("others wait"));
            waiter.kill();
            waiter.join();
        }
        lock.unlock();
        assertThat(Napless.call(() -> shared.tryLock(Delays.LONG)).get()).isTrue();
    }

    /** A process that comes to its end in order while it holds the lock has died with it, as any other. */
    @Test
    void orderlyEndWithTheLockIsADeathWithIt() throws Exception {
        ProcessLock shared = lock;
        try (var child = Napless.launch(shared::lock)) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThatThrownBy(lock::lock)
                    .isInstanceOfSatisfying(
                            OwnerDiedException.class, e -> assertThat(e.pid()).isEqualTo(child.pid()));
        }
        lock.recover();
        lock.unlock();
    }

    /** An interrupt that came while a thread waited is not lost when the wait ends with an exception. */
    @Test
    void interruptOutlivesTheOwnersDeath() throws Exception {
        ProcessLock shared = lock;
        try (var holder = Napless.launch(() -> holdForEver(shared))) {
            Eventually.holds("the child holds it", () -> lock.toString().contains("held by process " + holder.pid()));
            boolean[] interrupted = new boolean[1];
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    lock.lock();
                } catch (OwnerDiedException e) {
                    interrupted[0] = Thread.currentThread().isInterrupted();
                }
            });
            Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
            waiter.interrupt();
            holder.kill();
            waiter.join();
            assertThat(interrupted[0]).isTrue();
        }
    }
}
