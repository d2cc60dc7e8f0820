package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.OwnerDiedException;
import dev.procession.process.ChildProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lock that processes share: section 2.3 of the behaviours, and rows 48, 51 and 57 of what ours does better. */
@ExtendWith({LeakCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class ProcessLockTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ProcessLock lock = ProcessLock.create();

    @AfterEach
    void closeLock() {
        lock.close();
    }

    // ---- one process

    /** Y1: taken once; a second try fails at once; after the release it is free. */
    @Test
    void y1LockIsTakenOnceAndReleased() {
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock()).isFalse();
        lock.unlock();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    /** Y1, row 51: who does not hold it cannot release it. */
    @Test
    void row51OnlyTheHolderReleases() throws Exception {
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("does not hold it");
        lock.lock();
        Thread other = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class));
        other.join();
        assertThat(lock.tryLock()).isFalse();
        lock.unlock();
    }

    /** Row 51: nor can another process. */
    @Test
    void row51AnotherProcessCannotRelease() throws Exception {
        ProcessLock shared = lock;
        lock.lock();
        boolean refused = ChildProcess.call(() -> {
                    try {
                        shared.unlock();
                        return false;
                    } catch (IllegalMonitorStateException e) {
                        return !shared.tryLock();
                    }
                })
                .get();
        assertThat(refused).isTrue();
        lock.unlock();
    }

    /** Who holds it would wait for itself: an error at once. */
    @Test
    void holderThatLocksAgainIsRefused() {
        lock.lock();
        assertThatThrownBy(lock::lock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("not reentrant");
        lock.unlock();
    }

    /** Y4: a try with a time ends when the time is over, and not before. */
    @Test
    void y4TryEndsWithItsTime() throws Exception {
        lock.lock();
        boolean[] taken = {true};
        long[] tookNanos = new long[1];
        Thread other = Thread.ofPlatform().start(() -> {
            long start = System.nanoTime();
            taken[0] = tries(SHORT);
            tookNanos[0] = System.nanoTime() - start;
        });
        other.join();
        assertThat(taken[0]).isFalse();
        assertThat(tookNanos[0]).isBetween(SHORT.toNanos(), Delays.LONG.toNanos());
        lock.unlock();
    }

    /** Y4: a time of zero or less is one try. */
    @Test
    void y4TimeOfZeroOrLessIsOneTry() throws Exception {
        assertThat(lock.tryLock(Duration.ZERO)).isTrue();
        lock.unlock();
        assertThat(lock.tryLock(Duration.ofSeconds(-1))).isTrue();
        lock.unlock();
    }

    private boolean tries(Duration time) {
        try {
            return lock.tryLock(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An interrupt ends a wait that may be interrupted, and the lock goes to others. */
    @Test
    void interruptEndsAnInterruptibleWait() throws Exception {
        lock.lock();
        var ended = new CountDownLatch(1);
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
        waiter.interrupt();
        assertThat(ended.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        lock.unlock();
        assertThat(tries(Delays.LONG)).isTrue();
        lock.unlock();
    }

    /** An interrupt does not end {@code lock()}; the thread has it afterwards, and is interrupted. */
    @Test
    void lockOutlivesAnInterrupt() throws Exception {
        lock.lock();
        boolean[] seen = new boolean[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            seen[0] = Thread.currentThread().isInterrupted();
            lock.unlock();
        });
        Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
        waiter.interrupt();
        waiter.join(SHORT);
        assertThat(waiter.isAlive()).isTrue();
        lock.unlock();
        waiter.join();
        assertThat(seen[0]).isTrue();
    }

    /** More virtual threads than carriers wait, and the one that holds it goes on. */
    @Test
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        lock.lock();
        int many = 4 * Runtime.getRuntime().availableProcessors();
        var through = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            Thread.ofVirtual().start(() -> {
                lock.lock();
                lock.unlock();
                through.countDown();
            });
        }
        Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
        var carried = new CountDownLatch(1);
        Thread.ofVirtual().start(carried::countDown);
        assertThat(carried.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        lock.unlock();
        assertThat(through.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    // ---- several processes

    /** Two processes add and subtract under the lock, and nothing is lost. */
    @Test
    void processesExcludeEachOther() throws Exception {
        var folder = Files.createTempFile("count-", "");
        Files.writeString(folder, "0");
        String file = folder.toString();
        ProcessLock shared = lock;
        try (var adds = ChildProcess.launch(() -> change(shared, file, 1));
                var subtracts = ChildProcess.launch(() -> change(shared, file, -1))) {
            assertThat(adds.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(subtracts.join()).isEqualTo(new ExitStatus.Exited(0));
        }
        assertThat(Files.readString(folder)).isEqualTo("0");
        Files.delete(folder);
    }

    private static void change(ProcessLock lock, String file, int by) throws Exception {
        var path = Path.of(file);
        for (int i = 0; i < 500; i++) {
            lock.lock();
            try {
                int now = Integer.parseInt(Files.readString(path));
                Files.writeString(path, Integer.toString(now + by));
            } finally {
                lock.unlock();
            }
        }
    }

    /** Row 48: kill -9 the holder; who waits is told within a second, and does not hold the lock. */
    @Test
    void row48WaiterIsToldOfItsOwnersDeath() throws Exception {
        ProcessLock shared = lock;
        try (var holder = ChildProcess.launch(() -> holdForEver(shared))) {
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
            assertThat(toldNanos[0] - killNanos).isLessThan(10 * SECOND.toNanos());
        }
    }

    /** Nobody takes over silently what a dead owner left, until somebody recovers it; then all is as ever. */
    @Test
    void deadOwnersLockStaysInconsistentUntilRecovered() throws Exception {
        killHolder();
        assertThatThrownBy(lock::lock).isInstanceOf(OwnerDiedException.class);
        assertThatThrownBy(lock::tryLock).isInstanceOf(OwnerDiedException.class);
        assertThatThrownBy(() -> lock.tryLock(SHORT)).isInstanceOf(OwnerDiedException.class);
        ProcessLock shared = lock;
        boolean toldElsewhere = ChildProcess.call(() -> {
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
        try (var second = ChildProcess.launch(() -> {
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
        try (var holder = ChildProcess.launch(() -> holdForEver(shared))) {
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
        try (var waiter = ChildProcess.launch(shared::lock)) {
            Eventually.holds("it waits", () -> lock.toString().contains("others wait"));
            waiter.kill();
            waiter.join();
        }
        lock.unlock();
        assertThat(ChildProcess.call(() -> shared.tryLock(Delays.LONG)).get()).isTrue();
    }

    // ---- travelling and ending

    /** In each process it is one object. */
    @Test
    void lockIsOneObjectInAProcess() throws Exception {
        boolean same = ChildProcess.call(new Twice(lock)::areTheSame).get();
        assertThat(same).isTrue();
    }

    private record Twice(ProcessLock lock, ProcessLock again) implements Serializable {
        Twice(ProcessLock lock) {
            this(lock, lock);
        }

        @SuppressWarnings("ReferenceEquality") // that is the claim
        boolean areTheSame() {
            return lock == again;
        }
    }

    /** Java's own serialisation refuses it: it means nothing outside of its program. */
    @Test
    void otherSerialisationRefusesIt() {
        assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(lock))
                .isInstanceOf(NotSerializableException.class);
    }

    /** After {@code close} it is refused here, and nobody else has it: the memory behind it is another's soon. */
    @Test
    void closedLockIsRefused() throws Exception {
        ProcessLock closed = ProcessLock.create();
        closed.close();
        closed.close();
        assertThatThrownBy(closed::lock)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was closed");
        assertThatThrownBy(() -> ChildProcess.call(() -> closed.tryLock())).hasMessageContaining("was closed");
    }

    /** Who gets it after the last user closed it is told what to do. */
    @Test
    void lockThatIsGoneIsNamed() throws Exception {
        ProcessLock gone = ProcessLock.create();
        ChildProcess child = ChildProcess.of(o -> o, gone::lock);
        gone.close();
        assertThatThrownBy(child::start).hasMessageContaining("was closed");
        child.close();
    }

    /** Whoever waits in a lock that is closed is told, and who holds it may still unlock. */
    @Test
    void closeTellsWhoWaitsAndLetsTheHolderUnlock() throws Exception {
        ProcessLock closing = ProcessLock.create();
        closing.lock();
        Throwable[] thrown = new Throwable[1];
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                closing.lock();
            } catch (IllegalStateException e) {
                thrown[0] = e;
            }
        });
        Eventually.holds("somebody waits", () -> closing.toString().contains("others wait"));
        closing.close();
        waiter.join();
        assertThat(thrown[0]).hasMessageContaining("was closed");
        closing.unlock();
        assertThatThrownBy(closing::tryLock).isInstanceOf(IllegalStateException.class);
    }

    /** A process that comes to its end in order while it holds the lock has died with it, as any other. */
    @Test
    void orderlyEndWithTheLockIsADeathWithIt() throws Exception {
        ProcessLock shared = lock;
        try (var child = ChildProcess.launch(shared::lock)) {
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
        try (var holder = ChildProcess.launch(() -> holdForEver(shared))) {
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

    /** A waiter that gives up hands on the wake-up that it may have had. */
    @Test
    void whoGivesUpHandsOnItsWakeUp() throws Exception {
        var through = new CountDownLatch(200);
        Thread patient = Thread.ofPlatform().start(() -> {
            while (through.getCount() > 0) {
                lock.lock();
                lock.unlock();
                through.countDown();
            }
        });
        while (through.getCount() > 0) {
            lock.lock();
            Thread impatient = Thread.ofPlatform().start(() -> {
                if (tries(Duration.ofNanos(100_000))) lock.unlock();
            });
            Thread.sleep(0, 100_000);
            lock.unlock();
            impatient.join();
        }
        patient.join();
    }

    /** A grant is good for one hold: after its unlock it changes nothing. */
    @Test
    void grantIsGoodForOneHold() {
        var grant = lock.acquire();
        lock.unlock();
        lock.lock();
        assertThatThrownBy(grant::close)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("unlocked since");
        assertThat(lock.toString()).contains("held by");
        lock.unlock();
    }

    /** It may come back from a child, as the object that it is here. */
    @Test
    void lockComesBackAsTheSameObject() throws Exception {
        ProcessLock shared = lock;
        assertThat(ChildProcess.call(() -> shared).get()).isSameAs(lock);
    }

    /** Row 57: ten thousand locks take no descriptor and no file each, and their memory is used again. */
    @Test
    void row57ManyLocksAreCheap() {
        long before = descriptors();
        for (int round = 0; round < 2; round++) {
            var many = new ArrayList<ProcessLock>();
            for (int i = 0; i < 10_000; i++) many.add(ProcessLock.create());
            many.forEach(ProcessLock::lock);
            assertThat(descriptors() - before).isLessThan(10);
            many.forEach(ProcessLock::unlock);
            many.forEach(ProcessLock::close);
        }
    }

    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
