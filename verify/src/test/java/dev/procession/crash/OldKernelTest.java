package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kernels before Linux 5.16, which cannot wait on several words: played by a switch that the children inherit. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class OldKernelTest {
    /** A pool works where both its ends sleep on one word only. */
    @Test
    void aPoolWorksWithoutWaitingOnSeveralWords(Peers peers) throws Exception {
        Peer peer = peers.start(PeerSpec.of(TwicePeer.class).withJvmFlags("-Ddev.procession.os.noWaitAny=true"));
        assertThat(peer.awaitLine("wait-any")).isEqualTo("false");
        assertThat(peer.awaitLine("answer")).isEqualTo("42");
        assertThat(peer.awaitLine("child's wait-any")).isEqualTo("false");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** There too, deaths, cancellations and floods of tasks are seen, in naps. */
    @Test
    void deathsAndCancellationsAreSeenInNaps(Peers peers) throws Exception {
        Peer peer = peers.start(PeerSpec.of(NappingPeer.class).withJvmFlags("-Ddev.procession.os.noWaitAny=true"));
        assertThat(peer.awaitLine("sum")).isEqualTo("499500");
        assertThat(peer.awaitLine("cancelled")).isEqualTo("true");
        assertThat(peer.awaitLine("killed")).isEqualTo("SIGKILL");
        assertThat(peer.awaitLine("virtual")).isEqualTo("42");
        assertThat(peer.awaitEnd()).isZero();
    }
}
