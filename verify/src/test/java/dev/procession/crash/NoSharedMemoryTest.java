package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.os.Self;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Machines whose /dev/shm is missing, closed, or somebody else's; each made in a mount namespace that only the peer sees. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class NoSharedMemoryTest {
    private static final String READ_ONLY = "mount -t tmpfs -o ro tmpfs /dev/shm";
    /** A /dev with what a JVM needs, and nothing else. */
    private static final String NO_FOLDER = "mount -t tmpfs tmpfs /mnt && for n in null zero random urandom tty; do"
            + " touch /mnt/$n; mount --bind /dev/$n /mnt/$n; done; ln -s /proc/self/fd /mnt/fd; mount --move /mnt /dev";

    private static final String TMPFS = "mount -t tmpfs -o mode=1777 tmpfs /dev/shm && ";
    private static final String NAME = "/dev/shm/procession-" + Self.userId();

    @TempDir
    Path temporary;

    @BeforeEach
    void checkRights() throws Exception {
        Namespaces.assumeMounts();
    }

    private Peer start(Peers peers, String mount, Path instead) {
        return peers.start(PeerSpec.of(TwicePeer.class, instead)
                .withJvmFlags("-Djava.io.tmpdir=" + instead)
                .withWrapper(Namespaces.mounting(mount)));
    }

    /** Read-only or missing, the directory for temporary files takes its place; that is said once, and works the same. */
    private void assertFallsBack(Peers peers, String mount) throws Exception {
        Peer peer = start(peers, mount, temporary);
        for (int i = 0; i < 2; i++) {
            assertThat(peer.awaitLine("folder")).startsWith(temporary + "/procession-" + Self.userId() + "/");
            assertThat(peer.awaitLine("answer")).isEqualTo("42");
            assertThat(peer.awaitLine("left")).isEqualTo("false");
        }
        assertThat(peer.awaitLine("in " + temporary + ":")).isEqualTo("[]");
        assertThat(peer.awaitEnd()).isZero();
        assertThat(peer.output())
                .filteredOn(line -> line.contains("there is no writable /dev/shm"))
                .as("said once")
                .singleElement()
                .asString()
                .contains(temporary.toString());
    }

    /** A read-only /dev/shm. */
    @Test
    void aReadOnlySharedMemoryIsDoneWithout(Peers peers) throws Exception {
        assertFallsBack(peers, READ_ONLY);
    }

    /** No /dev/shm at all. */
    @Test
    void aMissingSharedMemoryIsDoneWithout(Peers peers) throws Exception {
        assertFallsBack(peers, NO_FOLDER);
    }

    /** Where neither can be written the pool is refused, with the path and what to do. */
    @Test
    void withoutAnyPlaceThePoolIsRefused(Peers peers) throws Exception {
        Peer peer = start(peers, READ_ONLY, Path.of("/dev/shm"));
        assertThat(peer.awaitLine("refused")).startsWith("DomainException").contains("PRC-102", "/dev/shm", "writable");
        assertThat(peer.awaitEnd()).isZero();
    }

    /** A folder of our name that is another user's, or open to others, or a link, is left alone for one beside it. */
    @Test
    void aSquattedNameIsLeftAlone(Peers peers) throws Exception {
        for (String squat : new String[] {
            "mkdir -m 700 " + NAME + " && chown 4242 " + NAME, "mkdir -m 777 " + NAME, "ln -s /tmp " + NAME
        }) {
            Peer peer = start(peers, TMPFS + squat, temporary);
            assertThat(peer.awaitLine("folder")).as(squat).startsWith(NAME + "-");
            assertThat(peer.awaitLine("answer")).isEqualTo("42");
            assertThat(peer.awaitLine("left")).isEqualTo("false");
            assertThat(peer.awaitEnd()).isZero();
            assertThat(peer.output()).anyMatch(line -> line.contains(NAME + " belongs to somebody else"));
        }
    }
}
