package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.OwnerDiedException;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lock that its holder may lock again. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class ReentrantProcessLockTest {
    private final ReentrantProcessLock lock = ReentrantProcessLock.create();

    @AfterEach
    void closeLock() {
        lock.close();
    }

    /** Y2: locked three times, in three ways, it is free after three releases; a fourth is an error. */
    @Test
    void y2AsManyReleasesAsAcquires() throws Exception {
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock(Duration.ofSeconds(1))).isTrue();
        assertThat(lock.getHoldCount()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            assertThat(isFreeElsewhere()).isFalse();
            lock.unlock();
        }
        assertThat(lock.isHeldByCurrentThread()).isFalse();
        assertThat(lock.getHoldCount()).isZero();
        assertThat(isFreeElsewhere()).isTrue();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    private boolean isFreeElsewhere() throws InterruptedException {
        boolean[] free = new boolean[1];
        Thread other = Thread.ofPlatform().start(() -> {
            free[0] = lock.tryLock();
            if (free[0]) lock.unlock();
        });
        other.join();
        return free[0];
    }

    /** A grant within a hold gives back its own hold, and no other. */
    @Test
    void grantGivesBackItsOwnHold() {
        lock.lock();
        try (var grant = lock.acquire()) {
            assertThat(grant.ownerDied()).isEmpty();
            assertThat(lock.getHoldCount()).isEqualTo(2);
        }
        assertThat(lock.getHoldCount()).isEqualTo(1);
        lock.unlock();
    }

    /** It travels as what it is; how often it is held is the holder's own affair. */
    @Test
    void itTravelsAsWhatItIs() throws Exception {
        ReentrantProcessLock shared = lock;
        int elsewhere = Napless.call(() -> {
                    shared.lock();
                    shared.lock();
                    int holds = shared.getHoldCount();
                    shared.unlock();
                    shared.unlock();
                    return holds;
                })
                .get();
        assertThat(elsewhere).isEqualTo(2);
        assertThat(lock.getHoldCount()).isZero();
        assertThat(lock.tryLock(Delays.LONG)).isTrue();
        lock.unlock();
    }

    /** Row 48: an owner that held it twice and died is told of as ever, and one release is enough after the recovery. */
    @Test
    void row48DeathOfWhoHeldItTwiceIsTold() throws Exception {
        ReentrantProcessLock shared = lock;
        try (var holder = Napless.launch(() -> {
            shared.lock();
            shared.lock();
            Runtime.getRuntime().halt(1);
        })) {
            holder.join();
        }
        assertThatThrownBy(lock::lock).isInstanceOf(OwnerDiedException.class);
        lock.recover();
        assertThat(lock.getHoldCount()).isEqualTo(1);
        lock.unlock();
        assertThat(isFreeElsewhere()).isTrue();
    }
}
