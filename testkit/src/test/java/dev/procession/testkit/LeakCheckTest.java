package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.os.Self;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leak check notices each kind of leak, and nothing else. Leaks are planted, and taken away again. */
final class LeakCheckTest {
    private static final Path ROOT = Path.of("/dev/shm/procession-" + Self.userId());

    @TempDir
    Path folder;

    private static void assertLeak(Leaks before, String line) {
        assertThatThrownBy(() -> new LeakCheck(Delays.SHORT).check("a test", before))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a test left behind")
                .hasMessageContaining(line);
    }

    private static void assertClean(Leaks before) throws InterruptedException {
        new LeakCheck().check("a test", before);
    }

    /** Nothing done, nothing found. */
    @Test
    void isSilentWithoutALeak() throws Exception {
        assertClean(Leaks.since());
    }

    /** A child that still runs is a leak, named with its command line. */
    @Test
    void findsAChildProcess() throws Exception {
        Leaks before = Leaks.since();
        Process child = Programs.start("sleep", "600");
        try {
            Eventually.holds("exec", () -> Processes.commandLine(child.pid()).startsWith("sleep"));
            assertLeak(before, "process " + child.pid());
            assertLeak(before, "sleep 600");
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertClean(before);
    }

    /** A child that ended without being reaped is a leak too: here one whose parent, a shell that became another program, never will. */
    @Test
    void findsAZombie() throws Exception {
        Leaks before = Leaks.since();
        Process parent = Programs.start("sh", "-c", "true & exec sleep 600");
        try {
            Eventually.holds(
                    "a zombie",
                    () -> Resources.now().lines().stream().anyMatch(line -> line.contains("ended but not reaped")));
            assertLeak(before, "ended but not reaped");
        } finally {
            parent.destroyForcibly().waitFor();
        }
        assertClean(before);
    }

    /** A thread of the library is a leak, also when it is a daemon. */
    @Test
    void findsAThread() throws Exception {
        Leaks before = Leaks.since();
        var end = new CountDownLatch(1);
        Thread thread = park("procession-pool-1", end);
        assertLeak(before, "'procession-pool-1'");
        end.countDown();
        thread.join();
        assertClean(before);
    }

    /** The threads that are meant to last do not count, nor do those of others. */
    @Test
    void allowsLastingThreads() throws Exception {
        Leaks before = Leaks.since();
        var end = new CountDownLatch(1);
        Thread lasting = park("procession-spawner", end);
        Thread other = park("somebody-else", end);
        assertClean(before);
        end.countDown();
        lasting.join();
        other.join();
    }

    private static Thread park(String name, CountDownLatch end) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** An open descriptor is a leak, named with its file. */
    @Test
    void findsADescriptor() throws Exception {
        Path file = Files.createFile(folder.resolve("kept-open"));
        Leaks before = Leaks.since();
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(in.read()).isEqualTo(-1);
            assertLeak(before, "of " + file);
        }
        assertClean(before);
    }

    /** A mapping of shared memory is a leak, even when its file and descriptor are gone. */
    @Test
    void findsAMapping() throws Exception {
        Leaks before = Leaks.since();
        Path file = Path.of("/dev/shm/procession-leak-" + Self.pid());
        try (Arena arena = Arena.ofShared()) {
            MemorySegment segment;
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, arena);
            } finally {
                Files.deleteIfExists(file);
            }
            assertThat(segment.byteSize()).isEqualTo(4096);
            assertLeak(before, file.toString());
        }
        assertClean(before);
    }

    /** An entry below the folder of this user is a leak. */
    @Test
    void findsAnEntry() throws Exception {
        Leaks before = Leaks.since();
        Path entry = plant("d" + Self.pid() + "-planted");
        try {
            assertLeak(before, "entry " + entry);
        } finally {
            remove(entry);
        }
        assertClean(before);
    }

    /** The folder of another program that lives is not a leak of ours: here of the parent of this JVM, which made it. */
    @Test
    void allowsEntriesOfOthers() throws Exception {
        Leaks before = Leaks.since();
        Path entry = plant("d" + Self.parentPid() + "-planted");
        try {
            assertClean(before);
        } finally {
            remove(entry);
        }
    }

    private static Path plant(String name) throws IOException {
        Files.createDirectories(
                ROOT, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.createFile(ROOT.resolve(name)); // a file: no sweep of a real program takes it away
    }

    private static void remove(Path entry) throws IOException {
        Files.delete(entry);
        try {
            Files.deleteIfExists(ROOT);
        } catch (DirectoryNotEmptyException e) {
            assertThat(ROOT).as("another program uses it").exists();
        }
    }
}
