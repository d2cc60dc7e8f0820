package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.StartException;
import dev.procession.os.Self;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.ProcessPool;
import dev.procession.process.ChildOptions;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that are missing or closed: each is named in the error. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class NoPermissionTest {
    @TempDir
    Path folder;

    /** The start that failed, which is the cause of the broken pool that a task is refused with. */
    private static StartException failedStart(UnaryOperator<ChildOptions> change) throws Exception {
        try (var pool = ProcessPool.open(
                o -> o.withWorkers(1).withName("refused").withChild(c -> change.apply(c.withOutput(Output.DISCARD))))) {
            Throwable cause = refusal(pool);
            assertThat(cause).isInstanceOf(PoolBrokenException.class);
            assertThat(cause.getCause()).isInstanceOf(StartException.class);
            return (StartException) cause.getCause();
        }
    }

    @SuppressWarnings("restricted") // a crash is what it is for
    private static byte crash() {
        return MemorySegment.NULL.reinterpret(1).get(ValueLayout.JAVA_BYTE, 0);
    }

    /** Of a task that the pool took before it broke, or did not take any more. */
    private static Throwable refusal(ProcessPool pool) throws Exception {
        try {
            return ((Failed<?, ?>) pool.submit(() -> 1).outcome()).cause();
        } catch (RejectedExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    private Path home(String program, String mode) throws IOException {
        Path home = folder.resolve("jdk");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, program);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString(mode));
        return home;
    }

    /** A JDK that may not be executed. */
    @Test
    void aProgramThatMayNotBeExecutedIsNamed() throws Exception {
        Path home = home("#!/bin/sh\n", "rw-r--r--");
        assertThat(failedStart(c -> c.withJavaHome(home)))
                .hasMessageContaining(home.resolve("bin/java").toString())
                .hasMessageContaining("cannot be executed")
                .hasMessageContaining("PRC-401");
    }

    /** A JDK whose program is none. */
    @Test
    void aProgramThatIsNoneIsNamed() throws Exception {
        Path home = home("no program at all", "rwxr-xr-x");
        assertThat(failedStart(c -> c.withJavaHome(home)))
                .hasMessageContaining(home.resolve("bin/java").toString())
                .hasMessageContaining("PRC-401");
    }

    /** A JDK whose program ends with an error: its own words are told. */
    @Test
    void theWordsOfAProgramThatFailsAreTold() throws Exception {
        Path home = home("#!/bin/sh\necho no licence for this >&2; exit 3\n", "rwxr-xr-x");
        assertThat(failedStart(c -> c.withJavaHome(home)))
                .hasMessageContaining("no licence for this")
                .hasMessageContaining("exit code 3");
    }

    /** A working directory that is not there. */
    @Test
    void aMissingDirectoryIsNamed() throws Exception {
        Path missing = folder.resolve("missing");
        assertThat(failedStart(c -> c.withDirectory(missing)))
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("ENOENT");
    }

    /** A working directory that is a file. */
    @Test
    void aDirectoryThatIsAFileIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(failedStart(c -> c.withDirectory(file)))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("ENOTDIR");
    }

    /** A crash whose error file cannot be kept is told as a crash all the same, once in the log, and the pool goes on. */
    @Test
    void aCrashDirectoryThatCannotBeMadeCostsTheFileOnly() throws Exception {
        Path impossible = Files.createFile(folder.resolve("file")).resolve("crashes");
        try (var complaints = new Complaints();
                var pool = ProcessPool.open(o -> o.withWorkers(1)
                        .withChild(c -> c.withCrashDirectory(impossible).withOutput(Output.DISCARD)))) {
            var outcome = pool.submit(() -> crash()).outcome();
            assertThat(outcome).isInstanceOf(Lost.class);
            assertThat(((Lost<?, ?>) outcome).certificate().cause()).isInstanceOf(LossCause.NativeCrash.class);
            assertThat(pool.submit(() -> 42).get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo(42);
            assertThat(complaints.all())
                    .singleElement()
                    .asString()
                    .contains("could not be kept", impossible.toString());
        }
    }

    /** A user without any rights here has pools like everybody, and leaves nothing. */
    @Test
    void anotherUserHasPoolsToo(Peers peers) throws Exception {
        assumeTrue(Self.userId() == 0, "only root can become another user");
        Peer peer = peers.start(OtherUser.spec(folder, TwicePeer.class, "/dev/shm"));
        assertThat(peer.awaitLine("folder")).startsWith("/dev/shm/procession-" + OtherUser.ID + "/");
        assertThat(peer.awaitLine("answer")).isEqualTo("42");
        assertThat(peer.awaitLine("in /dev/shm:")).doesNotContain("procession-" + OtherUser.ID);
        assertThat(peer.awaitEnd()).isZero();
    }
}
