package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Schedule;
import dev.procession.testkit.Watchdog;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool under schedules that do not come by themselves. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class StirringTest {

    /** Whatever pauses lie between two steps of parent and workers, each task has its own result, or was cancelled. */
    @ParameterizedTest(name = "run {0}")
    @ValueSource(ints = {1, 2, 3})
    void aStirredPoolKeepsItsPromises(int run, Peers peers) throws Exception {
        long seed = Schedule.of("aStirredPoolKeepsItsPromises, run " + run).seed() + run;
        Peer peer = peers.start(PeerSpec.of(StirredPeer.class, seed).withStirring(Census.woven(), seed));
        peer.awaitLine("whole");
        assertThat(peer.awaitEnd()).isZero();
    }
}
