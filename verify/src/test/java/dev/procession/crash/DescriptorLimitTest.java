package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program at its limit of descriptors. */
@ExtendWith({LeakCheck.class, PeerParameters.class})
final class DescriptorLimitTest {
    @RegisterExtension
    final Watchdog watchdog = new Watchdog(Delays.WATCHDOG.multipliedBy(2));

    /**
     * The pool for which there are not enough descriptors is refused with the reason; the others go on, one more opens when one
     * has been closed, a pool can be ended without a single descriptor, and nothing is left.
     */
    @Test
    void aPoolTooManyIsRefusedAndHarmsNoOther(Peers peers) throws Exception {
        Peer peer = peers.start(PeerSpec.of(DescriptorLimitPeer.class)
                .withClassPath(Sources.of(DescriptorLimitPeer.class))
                .withWrapper("sh", "-c", "ulimit -n 44; exec \"$@\"", "sh"));
        assertThat(peer.awaitLine("then refused")).contains("StartException", "EMFILE", "ulimit -n");
        assertThat(peer.awaitLine("opened")).isEqualTo("true");
        peer.awaitLine("goes-on");
        assertThat(peer.awaitLine("again")).isEqualTo("worked 42");
        assertThat(peer.awaitLine("killed")).isEqualTo("true");
        peer.awaitLine("nothing-left");
        assertThat(peer.awaitEnd()).isZero();
    }
}
