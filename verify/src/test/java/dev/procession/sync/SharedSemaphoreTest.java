package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Counting semaphores between processes: Y3 of the behaviours, and what becomes of the dead. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
final class SharedSemaphoreTest {

    /** Y3: any process may release, as a signal to others; so two take turns. */
    @Test
    void y3ProcessesSignalEachOther() throws Exception {
        try (ProcessSemaphore ping = ProcessSemaphore.create(0);
                ProcessSemaphore pong = ProcessSemaphore.create(0)) {
            try (var child = Napless.launch(() -> {
                for (int i = 0; i < 500; i++) {
                    ping.acquire();
                    pong.release();
                }
            })) {
                for (int i = 0; i < 500; i++) {
                    ping.release();
                    pong.acquire();
                }
                assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            }
            assertThat(ping.availablePermits() + pong.availablePermits()).isZero();
        }
    }

    /** Y3: the bound is the semaphore's in every process. */
    @Test
    void y3BoundHoldsInEveryProcess() throws Exception {
        try (ProcessSemaphore bounded = ProcessSemaphore.bounded(2)) {
            String refusal = Napless.call(() -> {
                        bounded.acquire();
                        bounded.release();
                        try {
                            bounded.release();
                            return "none";
                        } catch (IllegalStateException e) {
                            return e.toString();
                        }
                    })
                    .get();
            assertThat(refusal).contains("bounded, 2 of 2 permits");
            assertThat(bounded.availablePermits()).isEqualTo(2);
        }
    }

    /** Row 49: a process that is killed while it waits takes neither a permit nor a wake-up with it. */
    @Test
    void row49KilledWaiterAbsorbsNoRelease() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.create(0)) {
            try (var victim = Napless.launch(() -> semaphore.acquire())) {
                Eventually.holds("the victim waits", () -> semaphore.toString().contains("others wait"));
                Thread other = Thread.ofPlatform().start(semaphore::acquireUninterruptibly);
                Waiters.awaitAsleep(other);
                victim.kill();
                semaphore.release();
                victim.join();
                if (!other.join(Delays.LONG)) throw new AssertionError(semaphore + " kept a waiter asleep");
            }
            assertThat(semaphore.availablePermits()).isZero();
        }
    }

    /** What a dead process had acquired of a counting semaphore stays acquired, until somebody releases it. */
    @Test
    void permitsOfTheDeadStayAcquired() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.bounded(3)) {
            try (var child = Napless.launch(() -> semaphore.acquire(2))) {
                child.join();
            }
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            semaphore.release(2);
            assertThat(semaphore.availablePermits()).isEqualTo(3);
        }
    }

    /** It may come back from a child, as the object that it is here; of either kind. */
    @Test
    void itComesBackAsTheSameObject() throws Exception {
        try (ProcessSemaphore counting = ProcessSemaphore.create(1);
                ProcessSemaphore held = ProcessSemaphore.held(1)) {
            assertThat(Napless.call(() -> counting).get()).isSameAs(counting);
            assertThat(Napless.call(() -> held).get()).isSameAs(held);
        }
    }

    /** Java's own serialisation refuses it. */
    @Test
    void otherSerialisationRefusesIt() {
        try (ProcessSemaphore semaphore = ProcessSemaphore.create(1)) {
            assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(semaphore))
                    .isInstanceOf(NotSerializableException.class);
        }
    }
}
