package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.KillPoint;
import dev.procession.testkit.KillSwitch;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes that are killed at a point; each takes a ticket along, so that another death is not taken for that one. */
final class Victims {
    private static final int KILLED = 128 + 9;

    private Victims() {}

    /** A process on its way to its point. */
    record Victim(Peer peer, Path ticket) {
        /** Waits for its death; fails if it is another one, or none. */
        void awaitKill() throws InterruptedException {
            int status = peer.awaitEnd();
            assertThat(status)
                    .as("it was to be killed at a point, and said %s", peer.output())
                    .isEqualTo(KILLED);
            assertThat(ticket).as("the ticket of the one that was to be killed").doesNotExist();
        }
    }

    static Victim start(Peers peers, KillPoint point, int passing, PeerSpec spec) throws IOException {
        Path ticket = Files.createTempFile("ticket-", "");
        PeerSpec armed =
                spec.withKillAt(Census.woven(), point, passing).withJvmFlags("-D" + KillSwitch.TICKET + "=" + ticket);
        return new Victim(peers.start(armed), ticket);
    }

    /** Starts it and waits for its death. */
    static void killed(Peers peers, KillPoint point, int passing, PeerSpec spec)
            throws IOException, InterruptedException {
        start(peers, point, passing, spec).awaitKill();
    }
}
