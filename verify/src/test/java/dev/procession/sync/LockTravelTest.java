package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.internal.memory.Domain;
import dev.procession.process.ChildProcess;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Sighting;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 57, and locks on their way between processes: one object in each, as long as it is used. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class, PeerParameters.class})
@SuppressWarnings("LockNotBeforeTry") // a test that fails with a lock in its hands closes it all the same
final class LockTravelTest {

    private final ProcessLock lock = ProcessLock.create();

    @AfterEach
    void closeLock() {
        lock.close();
    }

    /** Two processes add and subtract under the lock, and nothing is lost. */
    @Test
    void processesExcludeEachOther() throws Exception {
        var folder = Files.createTempFile("count-", "");
        Files.writeString(folder, "0");
        String file = folder.toString();
        ProcessLock shared = lock;
        try (ProcessCountDownLatch start = ProcessCountDownLatch.create(2);
                var adds = Napless.launch(() -> change(shared, start, file, 1));
                var subtracts = Napless.launch(() -> change(shared, start, file, -1))) {
            assertThat(adds.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(subtracts.join()).isEqualTo(new ExitStatus.Exited(0));
        }
        assertThat(Files.readString(folder)).isEqualTo("0");
        Files.delete(folder);
    }

    private static void change(ProcessLock lock, ProcessCountDownLatch start, String file, int by) throws Exception {
        var path = Path.of(file);
        start.countDown();
        start.await(); // so that they are in each other's way
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

    /** In each process it is one object. */
    @Test
    void lockIsOneObjectInAProcess() throws Exception {
        boolean same = Napless.call(new Twice(lock)::areTheSame).get();
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
        assertThatThrownBy(() -> Napless.call(() -> closed.tryLock())).hasMessageContaining("was closed");
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

    /** It may come back from a child, as the object that it is here. */
    @Test
    void lockComesBackAsTheSameObject() throws Exception {
        ProcessLock shared = lock;
        assertThat(Napless.call(() -> shared).get()).isSameAs(lock);
    }

    /** Row 57: ten thousand locks take no descriptor and no file each, and their memory is used again. */
    @Test
    void row57ManyLocksAreCheap() throws Exception {
        int descriptors = entries(Path.of("/proc/self/fd"));
        Path folder = domainFolder();
        int[] files = new int[3];
        for (int round = 0; round < files.length; round++) {
            var many = new ArrayList<ProcessLock>();
            for (int i = 0; i < 10_000; i++) many.add(ProcessLock.create());
            many.forEach(ProcessLock::lock);
            assertThat(entries(Path.of("/proc/self/fd")) - descriptors).isLessThan(10);
            files[round] = entries(folder);
            many.forEach(ProcessLock::unlock);
            many.forEach(ProcessLock::close);
        }
        assertThat(files[0]).isLessThan(100);
        assertThat(files).containsOnly(files[0]);
    }

    /** Of this process, which is in it as long as the lock is open. */
    private static Path domainFolder() {
        Path folder = Domain.acquire().folder();
        Domain.release();
        return folder;
    }

    /** Row 57: kill -9 of all processes of a program; the next start leaves nothing of what they shared. */
    @Test
    void row57NothingOfAKilledProgramStays(Peers peers) throws Exception {
        Peer program = peers.start(SharedThingsPeer.class);
        Path folder = Path.of(program.awaitLine("folder"));
        List<Sighting> children = program.descendants();
        assertThat(children).hasSize(1);
        assertThat(entries(folder)).as("before").isGreaterThan(2);
        program.kill();
        Processes.kill(children);
        program.awaitEnd();
        Eventually.holds("all are gone", () -> children.stream().noneMatch(Processes::isRunning));
        lock.close(); // the only one here: with it this process leaves its own domain
        ProcessLock.create().close(); // the next start
        assertThat(folder).doesNotExist();
    }

    private static int entries(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return (int) all.count();
        }
    }
}
