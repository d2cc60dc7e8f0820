package dev.procession.examples.tour;

import dev.procession.OwnerDiedException;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * A process is stopped in the middle of its work: in order, its finally blocks run; by a kill, the lock's next owner is told.
 *
 * <p>Python: {@code terminate} runs no {@code finally} block, so a file stays half written, and a lock that the process held stays
 * taken for ever. Here {@code terminate} asks first. A kill cannot be heard by anybody, but it leaves no lock taken: the next one
 * gets an exception instead of the lock, and says that it has put things right.
 */
public final class S31Stopped {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final List<String> WHOLE = List.of("first half", "second half");

    private S31Stopped() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("procession-tour", ".txt");
        try (ProcessLock lock = ProcessLock.create()) {
            terminated(file, lock);
            killed(file, lock);
        } finally {
            Files.delete(file);
        }
    }

    private static void terminated(Path file, ProcessLock lock) throws Exception {
        var said = new Lines();
        try (var writer = ChildProcess.launch(o -> o.withOutput(said.output()), () -> write(file, lock))) {
            said.await("half written");
            Check.that(!lock.tryLock(), "a writer is in the middle of a file, and holds its lock");
            writer.terminate(GRACE);
            Check.that(writer.join(GRACE), "terminate: " + writer.exitStatus().orElseThrow());
        }
        lock.lock();
        try {
            Check.that(Files.readAllLines(file).equals(WHOLE), "its finally blocks have run: the file is whole");
        } finally {
            lock.unlock();
        }
        Check.that(deadOwner(lock) == 0, "and the lock was given back in order");
    }

    private static void killed(Path file, ProcessLock lock) throws Exception {
        var said = new Lines();
        long pid;
        try (var writer = ChildProcess.launch(o -> o.withOutput(said.output()), () -> write(file, lock))) {
            said.await("half written");
            pid = writer.pid();
            writer.kill();
            Check.that(writer.join(GRACE), "kill: " + writer.exitStatus().orElseThrow());
        }
        Check.that(
                Files.readAllLines(file).size() == 1,
                "the file is half written, since nothing of its code ran any more");
        Check.that(deadOwner(lock) == pid, "lock() throws, and names who died with it: " + pid);
        lock.recover(); // takes it all the same
        try {
            Files.writeString(file, "second half\n", StandardOpenOption.APPEND);
            Check.that(Files.readAllLines(file).equals(WHOLE), "who recovers it can put the file right");
        } finally {
            lock.unlock();
        }
        Check.that(deadOwner(lock) == 0, "after that everybody locks it as ever");
    }

    /** The process that died with the lock, or 0 if it could be locked. */
    private static long deadOwner(ProcessLock lock) {
        try {
            lock.lock();
            try {
                return 0;
            } finally {
                lock.unlock();
            }
        } catch (OwnerDiedException e) {
            return e.pid(); // not locked, so there is nothing to unlock
        }
    }

    private static void write(Path file, ProcessLock lock) throws Exception {
        lock.lock();
        try {
            Files.writeString(file, "first half\n");
            try {
                System.out.println("half written");
                Thread.sleep(Duration.ofHours(1)); // the work
            } finally {
                Files.writeString(file, "second half\n", StandardOpenOption.APPEND);
            }
        } finally {
            lock.unlock();
        }
    }
}
