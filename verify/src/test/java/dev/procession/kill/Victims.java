package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.KillPoint;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.WovenClasses;

/** Processes that are killed at a point. */
final class Victims {
    private static final int KILLED = 128 + 9;

    private Victims() {}

    /** Starts it and waits for its death; fails if it comes by without being killed. */
    static void killed(Peers peers, WovenClasses woven, KillPoint point, int passing, PeerSpec spec)
            throws InterruptedException {
        awaitKill(peers.start(spec.withKillAt(woven, point, passing).withJvmFlags("-XX:TieredStopAtLevel=1")));
    }

    /** Waits for a death; fails if it is another one, or none. */
    static void awaitKill(Peer victim) throws InterruptedException {
        int status = victim.awaitEnd();
        assertThat(status)
                .as("it was to be killed at a point, and said %s", victim.output())
                .isEqualTo(KILLED);
    }
}
