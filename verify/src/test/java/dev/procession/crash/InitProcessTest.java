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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that is process 1, as in a container without an init. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class InitProcessTest {

    /** It works, reaps what was reparented to it, and neither what the JDK reaps nor what it has started otherwise. */
    @ParameterizedTest(name = "unshare {0}")
    @ValueSource(strings = {"-rpf", "-pf"})
    void firstProcessReapsOrphansAndNothingElse(String how, Peers peers) throws Exception {
        assumeNamespaces(how);
        Peer program =
                peers.start(PeerSpec.of(InitPeer.class).withWrapper("unshare", how, "--mount-proc", "--kill-child"));
        assertThat(program.awaitEnd()).as(program.output().toString()).isZero();
        assertThat(program.output())
                .containsExactly(
                        "pid 1",
                        "worked 42, exit code 7",
                        "orphan is a zombie",
                        "orphan is reaped",
                        "foreign child is kept: true",
                        "foreign child told: exit 6",
                        "process builder told: 5");
    }

    private static void assumeNamespaces(String how) throws Exception {
        Process probe = new ProcessBuilder("unshare", how, "--mount-proc", "true")
                .redirectErrorStream(true)
                .start();
        probe.getInputStream().readAllBytes();
        boolean may = probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        assumeTrue(may, "needs the right to a PID namespace of its own");
    }
}
