package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers start, talk and die as told. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class PeersTest {
    /** The main class of the peers. */
    static final class Talker {
        private Talker() {}

        /** Says what it was given and its pid, then hangs in a method of a telling name, or ends with the code 3. */
        public static void main(String[] args) throws InterruptedException {
            System.out.println("noise");
            System.out.println("given " + args[0]);
            System.out.println("pid " + ProcessHandle.current().pid());
            if (args[0].equals("end")) System.exit(3);
            hangOverThere();
        }

        private static void hangOverThere() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** The handshake gives the rest of the line, and the pid is that of the JVM, also behind a wrapper. */
    @Test
    void shakesHands(Peers peers) throws Exception {
        Peer peer = peers.start(PeerSpec.of(Talker.class, "hang").withWrapper("sh", "-c", "exec \"$@\"", "sh"));
        assertThat(peer.awaitLine("given")).isEqualTo("hang");
        assertThat(peer.awaitLine("pid")).isEqualTo(Long.toString(peer.pid()));
        peer.kill();
        assertThat(peer.awaitEnd()).isEqualTo(128 + 9);
    }

    /** A handshake that does not come fails with all that the peer said. */
    @Test
    void tellsWhatWasSaidInstead(Peers peers) throws Exception {
        Peer peer = peers.start(Talker.class, "end");
        assertThatThrownBy(() -> peer.awaitLine("ready"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("given end");
        assertThat(peer.awaitEnd()).isEqualTo(3);
    }

    /** The stacks of another JVM can be had, which is what the watchdog prints. */
    @Test
    void givesItsStacks(Peers peers) throws Exception {
        Peer peer = peers.start(Talker.class, "hang");
        peer.awaitLine("pid");
        Eventually.holds("the stack", () -> Stacks.of((int) peer.pid()).contains("hangOverThere"));
    }
}
