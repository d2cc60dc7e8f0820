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

/** Variables of the environment with everything in them that a kernel lets through. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class OddEnvironmentTest {
    /** "grün=", a line end and quotes in UTF-8, then a byte that is no character in UTF-8. */
    private static final String ODD_BYTES = "gr\\303\\274n=\\n\\047\\042\\377.";

    private static final String ODD_HEX = "6772c3bc6e3d0a2722ff2e";

    private static PeerSpec spec(String locale, Object... arguments) {
        return PeerSpec.of(OddEnvironmentPeer.class, arguments)
                .withWrapper(
                        "env",
                        "-u",
                        "LC_ALL",
                        "LC_ALL=" + locale,
                        "sh",
                        "-c",
                        OddEnvironmentPeer.INHERITED + "=$(printf '" + ODD_BYTES + "'); export "
                                + OddEnvironmentPeer.INHERITED + "; exec \"$@\"",
                        "sh");
    }

    /** A value of 4 KiB of odd characters that a pool is given reaches its tasks unharmed, an empty one too. */
    @Test
    void whatIsGivenArrivesUnharmed(Peers peers) throws Exception {
        Peer peer = peers.start(spec("C.UTF-8", "given"));
        assertThat(peer.awaitLine("same")).isEqualTo("true");
        assertThat(peer.awaitLine("empty")).isEqualTo("''");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** What a process has inherited it hands on byte by byte, also what is no text in its encoding. */
    @Test
    void whatIsInheritedIsHandedOnByteByByte(Peers peers) throws Exception {
        Peer peer = peers.start(spec("C.UTF-8"));
        assertThat(peer.awaitLine("inherited")).isEqualTo(ODD_HEX);
        assertThat(peer.awaitEnd()).isZero();
    }

    /** The same in the C locale, in which cron and init systems start programs. */
    @Test
    void theLocaleOfInitSystemsDoesNotMatter(Peers peers) throws Exception {
        Peer peer = peers.start(spec("C"));
        assertThat(peer.awaitLine("inherited")).isEqualTo(ODD_HEX);
        assertThat(peer.awaitEnd()).isZero();
    }

    /** A character that the encoding does not have is refused by name, and not sent as a question mark. */
    @Test
    void aCharacterWithoutBytesIsRefused(Peers peers) throws Exception {
        Peer peer = peers.start(spec("C", "given"));
        assertThat(peer.awaitLine("refused")).contains("StartException", "has no bytes for", "PRC-401");
        assertThat(peer.awaitEnd()).isZero();
    }
}
