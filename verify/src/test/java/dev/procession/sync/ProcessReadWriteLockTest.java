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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many read together, one writes alone, and no death changes that. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings({"ReferenceEquality", "LockNotBeforeTry"
}) // a lock is one object in a process; a test that fails with a lock in its hands closes it all the same
final class ProcessReadWriteLockTest {
    private final ProcessReadWriteLock lock = ProcessReadWriteLock.create();

    @AfterEach
    void closeLock() {
        lock.close();
    }

    private static boolean elsewhere(Attempt attempt) throws InterruptedException {
        boolean[] result = new boolean[1];
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                result[0] = attempt.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        other.join();
        return result[0];
    }

    private interface Attempt {
        boolean run() throws InterruptedException;
    }

    private boolean readableElsewhere() throws InterruptedException {
        return elsewhere(() -> {
            boolean taken = lock.readLock().tryLock();
            if (taken) lock.readLock().unlock();
            return taken;
        });
    }

    private boolean writableElsewhere() throws InterruptedException {
        return elsewhere(() -> {
            boolean taken = lock.writeLock().tryLock();
            if (taken) lock.writeLock().unlock();
            return taken;
        });
    }

    /** Who reads keeps writers out, and no readers; who writes keeps all out. */
    @Test
    void readersShareAndWritersDoNot() throws Exception {
        lock.readLock().lock();
        assertThat(readableElsewhere()).isTrue();
        assertThat(writableElsewhere()).isFalse();
        lock.readLock().unlock();
        assertThat(writableElsewhere()).isTrue();
        lock.writeLock().lock();
        assertThat(readableElsewhere()).isFalse();
        assertThat(writableElsewhere()).isFalse();
        lock.writeLock().unlock();
        assertThat(readableElsewhere()).isTrue();
    }

    /** The same between processes: a number that writers change in two steps is whole to every reader. */
    @Test
    void readersOfOtherProcessesSeeWholeChanges() throws Exception {
        ProcessReadWriteLock shared = lock;
        try (SharedLong left = SharedLong.create(0);
                SharedLong right = SharedLong.create(0);
                var reader = Napless.launch(() -> {
                    while (true) {
                        shared.readLock().lock();
                        long l = left.getPlain();
                        long r = right.getPlain();
                        shared.readLock().unlock();
                        if (l != r) throw new AssertionError(l + " and " + r);
                        if (l >= 4_000) return;
                    }
                });
                var writer = Napless.launch(() -> write(shared, left, right))) {
            write(lock, left, right);
            assertThat(writer.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(reader.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(left.get()).isEqualTo(4_000);
        }
    }

    private static void write(ProcessReadWriteLock lock, SharedLong left, SharedLong right) {
        for (int i = 0; i < 2_000; i++) {
            lock.writeLock().lock();
            try {
                left.setPlain(left.getPlain() + 1);
                right.setPlain(right.getPlain() + 1);
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    /** Both are reentrant; only the thread that locked may unlock. */
    @Test
    void bothAreReentrant() throws Exception {
        lock.readLock().lock();
        assertThat(lock.readLock().tryLock()).isTrue();
        assertThat(lock.getReadHoldCount()).isEqualTo(2);
        lock.readLock().unlock();
        assertThat(writableElsewhere()).isFalse();
        lock.readLock().unlock();
        assertThatThrownBy(lock.readLock()::unlock).isInstanceOf(IllegalMonitorStateException.class);
        lock.writeLock().lock();
        lock.writeLock().lock();
        assertThat(lock.writeLock().getHoldCount()).isEqualTo(2);
        lock.writeLock().unlock();
        lock.writeLock().unlock();
        assertThatThrownBy(lock.writeLock()::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(writableElsewhere()).isTrue();
    }

    /** Who writes may go on to read, so that nobody writes in between; who reads cannot go on to write. */
    @Test
    void writerMayGoOnToRead() throws Exception {
        lock.writeLock().lock();
        lock.readLock().lock();
        lock.writeLock().unlock();
        assertThat(readableElsewhere()).isTrue();
        assertThat(writableElsewhere()).isFalse();
        assertThatThrownBy(lock.writeLock()::lock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("wait for itself");
        lock.readLock().unlock();
        assertThat(writableElsewhere()).isTrue();
    }

    /** A writer that waits keeps new readers out, but not those who read already. */
    @Test
    void waitingWriterKeepsNewReadersOut() throws Exception {
        lock.readLock().lock();
        var wrote = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().start(() -> {
            lock.writeLock().lock();
            wrote.countDown();
            lock.writeLock().unlock();
        });
        Eventually.holds("the writer waits", () -> !readableElsewhere());
        lock.readLock().lock();
        lock.readLock().unlock();
        assertThat(wrote.getCount()).isEqualTo(1);
        lock.readLock().unlock();
        assertThat(wrote.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        writer.join();
        assertThat(readableElsewhere()).isTrue();
    }

    /** A writer whose time is over lets the readers in again. */
    @Test
    void writerWhoseTimeIsOverLetsReadersIn() throws Exception {
        lock.readLock().lock();
        long start = System.nanoTime();
        assertThat(elsewhere(() -> lock.writeLock().tryLock(Delays.SHORT))).isFalse();
        assertThat(System.nanoTime() - start).isBetween(Delays.SHORT.toNanos(), Delays.LONG.toNanos());
        assertThat(readableElsewhere()).isTrue();
        lock.readLock().unlock();
    }

    /** A reader waits with a time, and with an interrupt. */
    @Test
    void readerGivesUp() throws Exception {
        lock.writeLock().lock();
        assertThat(elsewhere(() -> lock.readLock().tryLock(Delays.SHORT.toMillis(), TimeUnit.MILLISECONDS)))
                .isFalse();
        var interrupted = new CountDownLatch(1);
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                lock.readLock().lockInterruptibly();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        Eventually.holds("it waits", () -> lock.toString().contains("others wait"));
        reader.interrupt();
        assertThat(interrupted.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        lock.writeLock().unlock();
        assertThat(readableElsewhere()).isTrue();
    }

    /** The reads of a process that is killed are over. */
    @Test
    void readsOfAKilledProcessAreOver() throws Exception {
        ProcessReadWriteLock shared = lock;
        try (var reader = Napless.launch(() -> {
            shared.readLock().lock();
            Thread.sleep(Delays.LONG);
        })) {
            Eventually.holds("it reads", () -> lock.toString().contains("read by 1 threads"));
            Thread writer = Thread.ofPlatform().start(() -> {
                lock.writeLock().lock();
                lock.writeLock().unlock();
            });
            Eventually.holds("the writer waits", () -> !readableElsewhere());
            reader.kill();
            writer.join(Delays.LONG);
            assertThat(writer.isAlive()).isFalse();
        }
    }

    /** Row 48: a writer that is killed is told of, to those who read and to those who write. */
    @Test
    void row48KilledWriterIsTold() throws Exception {
        ProcessReadWriteLock shared = lock;
        try (var writer = Napless.launch(() -> {
            shared.writeLock().lock();
            Thread.sleep(Delays.LONG);
        })) {
            Eventually.holds("it writes", () -> lock.toString().contains("held by process " + writer.pid()));
            Throwable[] thrown = new Throwable[1];
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    lock.readLock().lock();
                } catch (OwnerDiedException e) {
                    thrown[0] = e;
                }
            });
            Eventually.holds("somebody waits", () -> lock.toString().contains("others wait"));
            writer.kill();
            reader.join();
            assertThat(thrown[0]).isInstanceOf(OwnerDiedException.class);
            assertThatThrownBy(lock.readLock()::tryLock).isInstanceOf(OwnerDiedException.class);
            assertThatThrownBy(lock.writeLock()::lock).isInstanceOf(OwnerDiedException.class);
        }
        lock.writeLock().recover();
        lock.writeLock().unlock();
        assertThat(readableElsewhere()).isTrue();
    }

    /** A process that is killed while it waits to write has changed nothing: nobody has to recover anything. */
    @Test
    void killedWaitingWriterHarmsNobody() throws Exception {
        ProcessReadWriteLock shared = lock;
        lock.readLock().lock();
        try (var writer = Napless.launch(() -> shared.writeLock().lock())) {
            Eventually.holds("the writer waits", () -> !readableElsewhere());
            writer.kill();
            writer.join();
        }
        lock.readLock().unlock();
        assertThat(readableElsewhere()).isTrue();
        assertThat(writableElsewhere()).isTrue();
    }

    /** Each half may be captured by itself, and is the half of one object where it arrives. */
    @Test
    void halvesTravel() throws Exception {
        var read = new SharedHalf(lock.readLock());
        ReentrantProcessLock write = lock.writeLock();
        ProcessReadWriteLock shared = lock;
        lock.readLock().lock();
        boolean same = Napless.call(() -> write == shared.writeLock()
                        && read.half() == shared.readLock()
                        && read.half().tryLock()
                        && !elsewhere(() -> write.tryLock()))
                .get();
        lock.readLock().unlock();
        assertThat(same).isTrue();
    }

    private record SharedHalf(java.util.concurrent.locks.Lock half) implements java.io.Serializable {}
}
