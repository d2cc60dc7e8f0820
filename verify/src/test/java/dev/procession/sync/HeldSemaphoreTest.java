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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 48: permits that belong to the process that acquired them. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class HeldSemaphoreTest {
    private static final Duration SECOND = Delays.SHORT.multipliedBy(10);

    /** Row 48: kill -9 a holder; who waits has its permits within a second. */
    @Test
    void row48PermitsOfAKilledProcessGoToWhoWaits() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.held(2);
                var holder = Napless.launch(() -> holdForEver(semaphore, 2))) {
            held(semaphore, holder, 2);
            long[] gotNanos = new long[1];
            Thread waiter = Thread.ofPlatform().start(() -> {
                semaphore.acquireUninterruptibly(2);
                gotNanos[0] = System.nanoTime();
            });
            Eventually.holds("somebody waits", () -> semaphore.toString().contains("others wait"));
            long killNanos = System.nanoTime();
            holder.kill();
            waiter.join();
            assertThat(gotNanos[0] - killNanos).isLessThan(SECOND.toNanos());
            semaphore.release(2);
            assertThat(semaphore.availablePermits()).isEqualTo(2);
        }
    }

    /** Row 48: the permits of the dead can be acquired, and count as such, without anybody who waits. */
    @Test
    void row48PermitsOfTheDeadAreAvailable() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.heldBounded(3)) {
            for (int i = 0; i < 2; i++) {
                try (var holder = Napless.launch(() -> holdForEver(semaphore, 2))) {
                    held(semaphore, holder, 2);
                    holder.kill();
                    holder.join();
                }
                if (i == 0) assertThat(semaphore.availablePermits()).isEqualTo(3);
            }
            assertThat(semaphore.tryAcquire(3)).isTrue();
            semaphore.release(3);
        }
    }

    /** A process that comes to its end in order returns them as well. */
    @Test
    void orderlyEndReturnsThem() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.held(3)) {
            try (var child = Napless.launch(() -> semaphore.acquire(3))) {
                assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            }
            assertThat(semaphore.availablePermits()).isEqualTo(3);
        }
    }

    /** What one process holds another cannot release: bounded refuses it, and else it is a permit more. */
    @Test
    void anotherProcessCannotReleaseWhatThisOneHolds() throws Exception {
        try (ProcessSemaphore bounded = ProcessSemaphore.heldBounded(1);
                ProcessSemaphore plain = ProcessSemaphore.held(1)) {
            bounded.acquire();
            plain.acquire();
            String refusal = Napless.call(() -> {
                        plain.release();
                        try {
                            bounded.release();
                            return "none";
                        } catch (IllegalStateException e) {
                            return e.toString();
                        }
                    })
                    .get();
            assertThat(refusal).contains("this process does not hold so many");
            assertThat(bounded.tryAcquire()).isFalse();
            assertThat(plain.availablePermits()).isEqualTo(1);
            bounded.release();
            plain.release();
            assertThat(bounded.availablePermits()).isEqualTo(1);
            assertThat(plain.availablePermits()).isEqualTo(2);
        }
    }

    /** Permits belong to the process: what one thread acquired, another may release. */
    @Test
    void anotherThreadOfTheProcessMayRelease() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.heldBounded(1)) {
            semaphore.acquire();
            Thread other = Thread.ofPlatform().start(semaphore::release);
            other.join();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
        }
    }

    /** Permits that a process added stay when it dies; those that it held return. */
    @Test
    void addedPermitsOutliveWhoAddedThem() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.held(1)) {
            try (var child = Napless.launch(() -> {
                semaphore.release(2);
                semaphore.acquire(3);
            })) {
                child.join();
            }
            assertThat(semaphore.availablePermits()).isEqualTo(3);
        }
    }

    /** Who closes it with permits in its hands may still release them, and others get them then. */
    @Test
    void closeLetsTheHolderRelease() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.heldBounded(2);
        semaphore.acquire(2);
        boolean[] got = new boolean[1];
        try (var other = Napless.launch(() -> semaphore.acquire())) {
            Eventually.holds("the child waits", () -> semaphore.toString().contains("others wait"));
            semaphore.close();
            assertThatThrownBy(semaphore::tryAcquire)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was closed");
            semaphore.release();
            got[0] = other.join().equals(new ExitStatus.Exited(0));
        }
        assertThat(got[0]).isTrue();
        semaphore.release();
        assertThatThrownBy(semaphore::release).hasMessageContaining("was closed");
    }

    /** Scenario 18: eight processes, some of which die in their seat, share three seats: never more at once, and nobody is left standing. */
    @Test
    void threeSeatsForEight() throws Exception {
        try (ProcessSemaphore seats = ProcessSemaphore.held(3);
                SharedInt sitting = SharedInt.create(0);
                SharedInt most = SharedInt.create(0);
                ProcessCountDownLatch ready = ProcessCountDownLatch.create(8);
                ProcessEvent opened = ProcessEvent.create()) {
            List<ChildProcess> processes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean dies = i % 3 == 0;
                processes.add(Napless.launch(() -> {
                    seats.acquire(); // all of its classes are there then
                    seats.release();
                    ready.countDown();
                    opened.await(); // so that they are in each other's way
                    sit(seats, sitting, most, dies);
                }));
            }
            ready.await();
            opened.set();
            for (int i = 0; i < 8; i++) {
                try (ChildProcess process = processes.get(i)) {
                    assertThat(process.join()).isEqualTo(new ExitStatus.Exited(i % 3 == 0 ? 3 : 0));
                }
            }
            assertThat(seats.tryAcquire(3, Delays.LONG)).isTrue();
            seats.release(3);
            assertThat(sitting.get()).isZero();
            assertThat(most.get()).isEqualTo(3);
        }
    }

    private static void sit(ProcessSemaphore seats, SharedInt sitting, SharedInt most, boolean dies) throws Exception {
        for (int round = 0; round < 20; round++) {
            seats.acquire();
            int now = sitting.incrementAndGet();
            most.updateAndGet(before -> Math.max(before, now));
            Thread.sleep(1);
            sitting.decrementAndGet();
            if (dies && round == 10) Runtime.getRuntime().halt(3);
            seats.release();
        }
    }

    private static void held(ProcessSemaphore semaphore, ChildProcess holder, int permits) throws InterruptedException {
        Eventually.holds(
                "the child holds them",
                () -> semaphore.toString().contains("process " + holder.pid() + " holds " + permits));
    }

    private static void holdForEver(ProcessSemaphore semaphore, int permits) throws InterruptedException {
        semaphore.acquire(permits);
        Thread.sleep(Delays.LONG);
    }
}
