package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens when shared memory is too small; on a tmpfs of 1 MiB that only the peer sees. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class TmpfsFullTest {
    private static final String MOUNT = "mount -t tmpfs -o size=1m tmpfs /dev/shm && exec \"$@\"";

    /** Row 63: an allocation over the limit fails at creation with the remedy, never by SIGBUS. */
    @Test
    void allocationOverTheLimitFailsAtCreation(Peers peers) throws Exception {
        assumeTrue(canMount(), "needs the right to mount in a namespace of its own");
        Peer peer =
                peers.start(PeerSpec.of(SmallMemoryPeer.class).withWrapper("unshare", "-m", "sh", "-ec", MOUNT, "sh"));
        int status = peer.awaitEnd();
        String said = String.join("\n", peer.output());
        assertThat(status).as(said).isZero();
        assertThat(said).contains("OutOfSharedMemoryException", "[PRC-110]", "--shm-size", "nothing left");
    }

    private static boolean canMount() throws Exception {
        Process probe = new ProcessBuilder("unshare", "-m", "sh", "-ec", "mount -t tmpfs -o size=1m tmpfs /dev/shm")
                .redirectErrorStream(true)
                .start();
        probe.getInputStream().readAllBytes();
        return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    }
}
