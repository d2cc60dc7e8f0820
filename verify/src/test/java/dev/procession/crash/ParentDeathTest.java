package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Lab;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Sighting;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left when the parent of a pool is killed: nothing that runs, and what is left in memory goes with the next start. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class ParentDeathTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int ROUNDS = 3;

    static Stream<Arguments> killings() {
        List<Arguments> all = new ArrayList<>();
        for (ParentPeer.Work work : ParentPeer.Work.TASKS) {
            for (int round = 1; round <= ROUNDS; round++) all.add(Arguments.of(work, round));
        }
        return all.stream();
    }

    /** Row 17: after kill -9 of the parent in the middle of a map, no child runs a second later, whatever the tasks do. */
    @ParameterizedTest(name = "{0}, round {1}")
    @MethodSource("killings")
    void noChildOutlivesItsParent(ParentPeer.Work work, int round, Peers peers) throws Exception {
        Peer parent = peers.start(ParentPeer.class, work);
        parent.awaitLine("running");
        List<Sighting> children = parent.descendants();
        assertThat(children).as("children in round %d", round).hasSizeGreaterThanOrEqualTo(ParentPeer.WORKERS);
        parent.kill();
        boolean gone = Eventually.heldWithin(SECOND, () -> children.stream().noneMatch(Processes::isRunning));
        assertThat(gone).as("children %s gone within a second", children).isTrue();
        assertThat(SharedFolders.domainsOf(parent.pid()))
                .as("until somebody sweeps")
                .hasSize(1);
        parent.awaitEnd();
        Lab.sweep(Path.of("/dev/shm"));
        assertThat(SharedFolders.domainsOf(parent.pid())).isEmpty();
        SharedFolders.forget(parent.pid());
    }

    /** The next start sweeps what a killed parent left, and leaves a living domain alone. */
    @Test
    void nextStartSweepsAndSparesTheLiving(Peers peers) throws Exception {
        Peer living = peers.start(ParentPeer.class, ParentPeer.Work.JAVA);
        living.awaitLine("running");
        Peer killed = peers.start(ParentPeer.class, ParentPeer.Work.JAVA);
        killed.awaitLine("running");
        List<Sighting> children = killed.descendants();
        killed.kill();
        Eventually.holds(
                "the children of the killed are gone", () -> children.stream().noneMatch(Processes::isRunning));
        assertThat(SharedFolders.domainsOf(killed.pid())).hasSize(1);

        assertSwept(peers, killed);

        assertThat(SharedFolders.domainsOf(living.pid())).hasSize(1);
        List<Sighting> itsChildren = living.descendants();
        assertThat(itsChildren).as("the living go on").hasSizeGreaterThanOrEqualTo(ParentPeer.WORKERS);
        living.kill();
        Eventually.holds("nothing of it runs", () -> itsChildren.stream().noneMatch(Processes::isRunning));
        assertSwept(peers, living);
    }

    /** A domain whose member still boots survives a sweep, and works. */
    @Test
    void bootingDomainSurvivesASweep(Peers peers) throws Exception {
        Peer booting = peers.start(ParentPeer.class, ParentPeer.Work.JAVA);
        Eventually.holds(
                "a domain", () -> !SharedFolders.domainsOf(booting.pid()).isEmpty());
        sweep(peers);
        booting.awaitLine("running");
        List<Sighting> children = booting.descendants();
        booting.kill();
        Eventually.holds("nothing of it runs", () -> children.stream().noneMatch(Processes::isRunning));
        assertSwept(peers, booting);
    }

    /** A child that is still booting when its parent is killed does not come up. */
    @Test
    void bootingChildDiesToo(Peers peers) throws Exception {
        Peer parent = peers.start(ParentPeer.class, ParentPeer.Work.BOOT);
        parent.awaitLine("booting");
        Eventually.holds("a booting child", () -> !parent.descendants().isEmpty());
        List<Sighting> children = parent.descendants();
        parent.kill();
        Eventually.holds("no booting child is left", () -> children.stream().noneMatch(Processes::isRunning));
        parent.awaitEnd();
        assertSwept(peers, parent);
    }

    private static void sweep(Peers peers) throws Exception {
        Peer next = peers.start(ParentPeer.class, ParentPeer.Work.NONE);
        next.awaitLine("done");
        assertThat(next.awaitEnd()).isZero();
    }

    /** One start is enough: its children are gone, so nobody holds the lock of the dead domain. */
    private static void assertSwept(Peers peers, Peer dead) throws Exception {
        dead.awaitEnd();
        sweep(peers);
        assertThat(SharedFolders.domainsOf(dead.pid())).isEmpty();
        SharedFolders.forget(dead.pid());
    }
}
