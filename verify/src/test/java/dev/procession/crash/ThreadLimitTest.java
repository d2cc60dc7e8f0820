package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program at its limit of threads and processes. Needs the right to make a control group. */
@ExtendWith({LeakCheck.class, PeerParameters.class})
final class ThreadLimitTest {
    private static final Path V1 = Path.of("/sys/fs/cgroup/pids");
    private static final Path V2 = Path.of("/sys/fs/cgroup");

    @RegisterExtension
    final Watchdog watchdog = new Watchdog(Delays.WATCHDOG.multipliedBy(2));

    /**
     * Whichever thread or process of a pool is the first that cannot be started, the pool is refused with the reason, nothing
     * is left of it, and the next one works.
     */
    @Test
    void whicheverThreadIsRefusedThePoolIsTooAndLeavesNothing(Peers peers) throws Exception {
        Path group = makeGroup();
        Path members = group.resolve("cgroup.procs");
        try {
            Peer peer = peers.start(PeerSpec.of(ThreadLimitPeer.class, group)
                    .withJvmFlags(
                            "-XX:+UseSerialGC", "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:TieredStopAtLevel=1")
                    .withWrapper("sh", "-c", "echo $$ > " + members + " && exec \"$@\"", "sh"));
            assertThat(peer.awaitLine("0 refused StartException")).contains("PRC-401", "thread", "ulimit -u");
            assertThat(peer.awaitLine("1 refused StartException")).contains("PRC-401", "thread");
            assertThat(peer.awaitLine("2 refused StartException")).contains("PRC-401", "thread");
            for (int more : new int[] {3, 4, 5, 6, 7, 8, 12, 20}) {
                assertThat(peer.awaitLine(more + " "))
                        .satisfiesAnyOf(
                                said -> assertThat(said).isEqualTo("worked 42"),
                                said -> assertThat(said).startsWith("refused PoolBrokenException by StartException"));
            }
            assertThat(peer.awaitLine("unlimited")).isEqualTo("worked 42");
            assertThat(peer.awaitEnd()).isZero();
        } finally {
            peers.close();
            Eventually.holds("an empty group", () -> Files.readString(members).isBlank());
            Files.delete(group);
        }
    }

    private static Path makeGroup() {
        Path group = (Files.isDirectory(V1) ? V1 : V2)
                .resolve("procession-verify-threads-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve("pids.max"), "max");
            return group;
        } catch (IOException e) {
            group.toFile().delete();
            return abort("no control group for processes can be made here: " + e);
        }
    }
}
