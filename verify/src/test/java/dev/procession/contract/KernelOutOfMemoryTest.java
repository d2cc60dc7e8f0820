package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

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

/** The row of the kernel's OOM kill. Needs the right to make a memory control group, which containers seldom give. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class KernelOutOfMemoryTest {
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    private static final String LIMIT_BYTES = Long.toString(300L << 20);

    /** A kill by the kernel for lack of memory is told from any other kill by the counters of the group. */
    @Test
    void kernelsKillIsToldByTheGroupsCounter(Peers peers) throws Exception {
        Path group = makeGroup();
        Path members = group.resolve("cgroup.procs");
        try {
            Peer peer = peers.start(PeerSpec.of(OutOfMemoryPeer.class)
                    .withJvmFlags("-Xmx32m", "-XX:+UseSerialGC")
                    .withWrapper("sh", "-c", "echo $$ > " + members + " && exec \"$@\"", "sh"));
            assertThat(peer.awaitLine("kind")).isEqualTo("out of memory");
            assertThat(peer.awaitLine("status")).isEqualTo("SIGKILL");
            assertThat(peer.awaitLine("cause")).contains("300 MiB");
            assertThat(peer.awaitLine("next")).isEqualTo("42");
            assertThat(peer.awaitEnd()).isZero();
        } finally {
            peers.close();
            Eventually.holds("an empty group", () -> Files.readString(members).isBlank());
            Files.delete(group);
        }
    }

    private static Path makeGroup() {
        boolean version1 = Files.isDirectory(V1);
        Path group = (version1 ? V1 : V2)
                .resolve("procession-verify-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve(version1 ? "memory.limit_in_bytes" : "memory.max"), LIMIT_BYTES);
            Files.writeString(group.resolve(version1 ? "memory.swappiness" : "memory.swap.max"), "0");
            return group;
        } catch (IOException e) {
            group.toFile().delete();
            return abort("no memory control group can be made here: " + e);
        }
    }
}
