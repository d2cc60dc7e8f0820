package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Class paths with odd names and many entries. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class OddClassPathTest {
    @TempDir
    Path folder;

    private Peer start(Peers peers, int fillers) {
        return peers.start(PeerSpec.of(OddClassPathPeer.class, folder, fillers).withWrapper("env", "LC_ALL=C.UTF-8"));
    }

    /** Spaces, other alphabets, quotes, backslashes, what a shell or a launcher would expand: each name is taken as it is. */
    @Test
    void namesAreTakenAsTheyAre(Peers peers) throws Exception {
        Peer peer = start(peers, 0);
        for (int i = 0; i < 7; i++) assertThat(peer.awaitLine("answer")).isEqualTo("42");
        peer.awaitLine("entries");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** A class is found in the last of 2,000 entries with odd names, more than fits into one argument of the kernel. */
    @Test
    void aClassIsFoundInTheLastOfTwoThousandEntries(Peers peers) throws Exception {
        Peer peer = start(peers, 2000);
        assertThat(peer.awaitLine("answer")).isEqualTo("42");
        assertThat(Integer.parseInt(peer.awaitLine("entries"))).isGreaterThan(2000);
        assertThat(peer.awaitEnd()).isZero();
    }
}
