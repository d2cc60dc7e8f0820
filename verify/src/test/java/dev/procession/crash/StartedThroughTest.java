package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.os.Signals;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Sighting;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that is started through another one, which changes its session, its group or its signals. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class StartedThroughTest {

    static Stream<List<String>> starters() {
        return Stream.of(
                List.of("setsid"),
                List.of("nohup"),
                List.of("timeout", "100"),
                List.of("timeout", "--foreground", "100"),
                List.of("setsid", "nohup", "timeout", "100"));
    }

    /** The program works, ends with 0, and leaves nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("starters")
    void programWorksAndLeavesNothing(List<String> starter, Peers peers) throws Exception {
        Peer program = start(peers, starter, "go");
        program.awaitLine("worked 42, exit code 7");
        assertThat(program.awaitEnd()).as(program.output().toString()).isZero();
        assertThat(SharedFolders.domainsOf(program.pid())).isEmpty();
    }

    /** SIGTERM ends the program and its children in order, whoever passes it on. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("starters")
    void terminationLeavesNothing(List<String> starter, Peers peers) throws Exception {
        Peer program = start(peers, starter, SmallPeer.STAY);
        program.awaitLine("staying");
        List<Sighting> tree = program.descendants();
        assertThat(tree).hasSizeGreaterThanOrEqualTo(2);
        program.signal(Signals.SIGTERM);
        program.awaitEnd();
        Eventually.holds("the tree is gone", () -> tree.stream().noneMatch(Processes::isRunning));
    }

    /** Behind nohup, a terminal that is closed ends neither the program nor its children. */
    @Test
    void hangUpBehindNohupEndsNobody(Peers peers) throws Exception {
        Peer program = start(peers, List.of("nohup"), SmallPeer.STAY);
        program.awaitLine("staying");
        List<Sighting> tree = program.descendants();
        program.signal(Signals.SIGHUP);
        boolean ended = Eventually.heldWithin(
                Delays.SHORT,
                () -> !Processes.isRunning(program.pid()) || !tree.stream().allMatch(Processes::isRunning));
        assertThat(ended).isFalse();
        program.signal(Signals.SIGTERM);
        assertThat(program.awaitEnd()).isEqualTo(143);
        Eventually.holds("the tree is gone", () -> tree.stream().noneMatch(Processes::isRunning));
    }

    private static Peer start(Peers peers, List<String> starter, String argument) {
        return peers.start(PeerSpec.of(SmallPeer.class, argument).withWrapper(starter.toArray(String[]::new)));
    }
}
