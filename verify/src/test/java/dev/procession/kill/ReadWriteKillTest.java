package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.OwnerDiedException;
import dev.procession.sync.ProcessReadWriteLock;
import dev.procession.testkit.Delays;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of ReaderTable: a process is killed in the middle of reading or writing, and the others go on. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class ReadWriteKillTest {
    private static final String READER = "a reader that is dead";
    private static final String WRITER = "a writer that is dead";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "its bit and its half",
                    "a bit of nobody",
                    "ReaderTable.<init> before longGetAndOr",
                    "ReaderTable.<init> after longGetAndOr",
                    "ReaderTable.<init> after longVolatile"),
            Row.of(
                    "counting itself and what follows",
                    READER,
                    "ReaderTable.enter before longGetAndAdd",
                    "ReaderTable.enter after longGetAndAdd",
                    "LockWord.flagged before longCompareAndSet",
                    "LockWord.flagged after longCompareAndSet"),
            Row.of(
                    "taking itself back and moving gone",
                    READER,
                    "ReaderTable.leave before longGetAndAdd",
                    "ReaderTable.leave after longGetAndAdd",
                    "ReaderTable.leave after intGetAndAdd"),
            Row.of(
                    "taking the word and settling",
                    WRITER,
                    "LockWord.settle before longGetAndAnd",
                    "LockWord.settle after longGetAndAnd"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a process is killed: others read and write, or are told of a dead writer and recover it. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void othersGoOn(Row row, KillPoint point) throws Exception {
        var over = new AtomicBoolean();
        var told = new AtomicBoolean();
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create()) {
            Thread writer = Thread.ofPlatform().start(() -> writeOften(lock, over, told));
            ArmedChild.killedAt(point, () -> ReadWriteVictim.run(lock));
            over.set(true);
            writer.join();
            writeOnce(lock, told); // the writer may have been over before it could be told
            assertThat(told.get()).isEqualTo(point.name().equals("LockWord.settle after longGetAndAnd"));
            assertThat(lock.readLock().tryLock(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(lock.toString()).contains("read by 1 threads");
            lock.readLock().unlock();
            assertThat(lock.writeLock().tryLock(Delays.LONG)).isTrue();
            lock.writeLock().unlock();
        }
    }

    private static void writeOften(ProcessReadWriteLock lock, AtomicBoolean over, AtomicBoolean told) {
        while (!over.get()) {
            try {
                lock.writeLock().lock();
                Thread.sleep(0, 100_000); // so that readers come to wait
                lock.writeLock().unlock();
                Thread.sleep(0, 100_000);
            } catch (OwnerDiedException e) {
                told.set(true);
                recover(lock);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void writeOnce(ProcessReadWriteLock lock, AtomicBoolean told) {
        try {
            lock.writeLock().lock();
            lock.writeLock().unlock();
        } catch (OwnerDiedException e) {
            told.set(true);
            recover(lock);
        }
    }

    private static void recover(ProcessReadWriteLock lock) {
        lock.writeLock().recover();
        lock.writeLock().unlock();
    }
}
