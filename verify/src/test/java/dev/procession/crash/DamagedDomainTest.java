package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procession.PoolBrokenException;
import dev.procession.internal.memory.Domain;
import dev.procession.os.Self;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Domains that are damaged, foreign, or of another version: whoever comes is told so, and who is inside goes on. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class DamagedDomainTest {
    private static final int FORMAT_AT = 8;
    private static final int KIND_AT = 12;
    private static final int LAYOUT_AT = 16;
    private static final int STATUS_AT = 32;
    private static final int HEADER_BYTES = 128;

    @TempDir
    Path folders;

    private final List<String> made = new ArrayList<>();

    /** A folder with a lock file and this for a control segment. */
    private void domain(String name, UnaryOperator<byte[]> damage) throws IOException {
        Path folder = Files.createDirectory(folders.resolve(name));
        Files.createFile(folder.resolve("lock"));
        Files.write(folder.resolve("control"), damage.apply(wholeControl()));
        made.add(folder.toString());
    }

    private static byte[] wholeControl() {
        Domain domain = Domain.acquire();
        try {
            return Files.readAllBytes(domain.folder().resolve("control"));
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            Domain.release();
        }
    }

    private static UnaryOperator<byte[]> plusOneAt(int offset) {
        return bytes -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(offset, buffer.getInt(offset) + 1);
            return bytes;
        };
    }

    /** A joiner is told what is wrong with the segment, by name, and joins nothing; a whole domain it does join. */
    @Test
    void aJoinerIsToldWhatIsWrong(Peers peers) throws Exception {
        domain("empty", bytes -> new byte[0]);
        domain("short", bytes -> Arrays.copyOf(bytes, 64));
        domain("half", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        domain("zeroed", bytes -> new byte[bytes.length]);
        domain("foreign", plusOneAt(0));
        domain("format", plusOneAt(FORMAT_AT));
        domain("kind", plusOneAt(KIND_AT));
        domain("layout", plusOneAt(LAYOUT_AT));
        domain("unfinished", plusOneAt(STATUS_AT));
        Path folder = Files.createDirectory(folders.resolve("uncontrolled"));
        Files.createFile(folder.resolve("lock"));
        made.add(folder.toString());
        made.add(Files.createDirectory(folders.resolve("unlocked")).toString());
        made.add(folders.resolve("missing").toString());
        domain("whole", bytes -> bytes);
        Peer peer = peers.start(JoiningPeer.class, made.toArray());
        assertThat(peer.awaitLine("empty refused")).startsWith("PRC-111").contains("it has 0 bytes", "/empty/control");
        assertThat(peer.awaitLine("short refused")).startsWith("PRC-111").contains("it has 64 bytes");
        assertThat(peer.awaitLine("half refused")).startsWith("PRC-111").contains("its size is");
        assertThat(peer.awaitLine("zeroed refused")).startsWith("PRC-111").contains("Procession's mark");
        assertThat(peer.awaitLine("foreign refused")).startsWith("PRC-111").contains("Procession's mark");
        assertThat(peer.awaitLine("format refused"))
                .startsWith("PRC-111")
                .contains("its format is", "the same version");
        assertThat(peer.awaitLine("kind refused")).startsWith("PRC-111").contains("its kind is");
        assertThat(peer.awaitLine("layout refused")).startsWith("PRC-111").contains("its layout id is");
        assertThat(peer.awaitLine("unfinished refused")).startsWith("PRC-111").contains("never finished");
        assertThat(peer.awaitLine("uncontrolled refused")).startsWith("PRC-102").contains("its program has ended");
        assertThat(peer.awaitLine("unlocked refused")).startsWith("PRC-102").contains("is gone");
        assertThat(peer.awaitLine("missing refused")).startsWith("PRC-102").contains("is gone");
        peer.awaitLine("whole joined");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** Tables full of garbage end in a refusal or in a membership, never in a hang or another exception. */
    @Test
    void garbageInTheTablesIsBounded(Peers peers) throws Exception {
        long seed = Long.getLong("procession.seed", new Random().nextLong());
        System.out.println("garbageInTheTablesIsBounded: -Dprocession.seed=" + seed);
        Random random = new Random(seed);
        byte[] garbage = new byte[wholeControl().length - HEADER_BYTES];
        random.nextBytes(garbage);
        domain("garbage", bytes -> {
            System.arraycopy(garbage, 0, bytes, HEADER_BYTES, garbage.length);
            return bytes;
        });
        Peer peer = peers.start(JoiningPeer.class, made.toArray());
        assertThat(peer.awaitLine("garbage")).containsAnyOf("joined", "PRC-102");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** A folder of another user is not entered, and the refusal names it. */
    @Test
    void aFolderOfAnotherUserIsNotEntered(Peers peers) throws Exception {
        assumeTrue(Self.userId() == 0, "only root can become another user");
        domain("others", bytes -> bytes);
        Files.setPosixFilePermissions(folders.resolve("others"), PosixFilePermissions.fromString("rwx------"));
        Peer peer = peers.start(OtherUser.spec(folders, JoiningPeer.class, made.toArray()));
        assertThat(peer.awaitLine("others refused")).startsWith("PRC-102").contains("cannot be entered", "EACCES");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** Without its lock file a domain takes no new members: the pool breaks with their words, and who runs goes on. */
    @Test
    void aPoolThatLostItsLockFileBreaksWithTheCause() throws Exception {
        assertBreaks(folder -> Files.delete(folder.resolve("lock")), "is gone");
    }

    /** With a control segment of another version in its place, the same. */
    @Test
    void aPoolWhoseControlSegmentWasReplacedBreaksWithTheCause() throws Exception {
        assertBreaks(
                folder -> {
                    byte[] other = plusOneAt(FORMAT_AT).apply(Files.readAllBytes(folder.resolve("control")));
                    Path file = Files.write(folder.resolve("other"), other);
                    Files.move(file, folder.resolve("control"), StandardCopyOption.REPLACE_EXISTING);
                },
                "its format is");
    }

    private interface Damage {
        void doTo(Path folder) throws IOException;
    }

    private static void assertBreaks(Damage damage, String words) throws Exception {
        Domain hold = Domain.acquire();
        try (var pool =
                ProcessPool.open(o -> o.withWorkers(2).withName("damaged").withOutput(Output.DISCARD))) {
            Eventually.holds("two processes", () -> pool.workers().stream().allMatch(w -> w.pid() > 0));
            for (int i = 0; i < 20; i++) assertThat(pool.run(() -> 1)).isEqualTo(1);
            Path gate = Files.createTempFile("gate", "");
            String gateName = gate.toString();
            ProcessFuture<Long> running = pool.submit(() -> {
                while (Files.exists(Path.of(gateName))) Thread.sleep(5);
                return ProcessHandle.current().pid();
            });
            long keeps = busyPid(pool);
            long dies = pool.workers().stream()
                    .mapToLong(w -> w.pid())
                    .filter(pid -> pid != keeps)
                    .findFirst()
                    .orElseThrow();
            damage.doTo(hold.folder());
            Processes.kill(dies);
            Eventually.holds("a broken pool", pool::isShutdown);
            Files.delete(gate);
            assertThat(running.get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .as("who was inside goes on")
                    .isEqualTo(keeps);
            PoolBrokenException broken = brokenBy(pool);
            assertThat(broken.getCause())
                    .hasMessageContaining(words)
                    .hasMessageContaining(hold.folder().toString());
        } finally {
            Domain.release();
        }
    }

    private static long busyPid(ProcessPool pool) throws InterruptedException {
        Eventually.holds(
                "a busy and an idle worker",
                () -> pool.workers().stream().map(WorkerInfo::state).distinct().count() == 2
                        && pool.workers().stream().anyMatch(w -> w.state() == WorkerInfo.State.BUSY));
        return pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY)
                .mapToLong(WorkerInfo::pid)
                .findFirst()
                .orElseThrow();
    }

    private static PoolBrokenException brokenBy(ProcessPool pool) throws Exception {
        try {
            throw new AssertionError("not broken: " + pool.submit(() -> 1).get());
        } catch (RejectedExecutionException | ExecutionException e) {
            return (PoolBrokenException) Objects.requireNonNull(e.getCause());
        }
    }
}
