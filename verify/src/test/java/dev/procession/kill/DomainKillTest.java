package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Lab;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill tables of Domain and Sweep: a program is killed as its domain begins or ends; any later start clears up. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class DomainKillTest {
    /** In the words that tell what stands in the root: nothing, or how many folders. */
    private static final String NOTHING = "nothing";

    private static final String FOLDER = "a folder";

    static final List<Row> STARTS = List.of(
            Row.of(
                    "nothing and mkdir",
                    NOTHING,
                    "Folder.make before createDirectory",
                    "Folder.make after createDirectory"),
            Row.of("mkdir and the making of lock", FOLDER, "Domain.lockFile before openFile"),
            Row.of("the making of lock and its locking", FOLDER, "Domain.lockFile after openFile"),
            Row.of(
                    "locking and publishing control",
                    FOLDER,
                    "Domain.create before tryLock",
                    "Domain.create after tryLock",
                    "Domain.create after intRelease",
                    "Domain.create after intRelease#2",
                    "Domain.create after intRelease#3",
                    "SegmentHeader.publish before intRelease"),
            Row.of(
                    "any two steps of a member's life",
                    FOLDER,
                    "SegmentHeader.publish after intRelease",
                    "Domain.parentFifo before createFifo",
                    "Domain.parentFifo after createFifo",
                    "Domain.parentFifo after openWriter"));

    static final List<Row> ENDS = List.of(
            Row.of("leaving its slot and taking the range", FOLDER, "Domain.leave before tryLock"),
            Row.of("the steps of the last one's leaving", FOLDER, "Domain.leave after tryLock"));

    static final List<Row> DELETIONS = List.of(Row.of(
            "the steps of the last one's leaving",
            FOLDER,
            "Folder.deleteQuietly before deleteIfExists",
            "Folder.deleteQuietly after deleteIfExists"));

    static final List<Row> ABANDONED = List.of(Row.of(
            "a failed start and its clearing up",
            FOLDER,
            "Domain.abandon before tryLock",
            "Domain.abandon after tryLock"));

    static final List<Row> SWEEPS = List.of(
            Row.of(
                    "finding a folder and locking it",
                    FOLDER,
                    "Sweep.sweep before openFile",
                    "Sweep.sweep after openFile"),
            Row.of(
                    "locking it and its deletion",
                    FOLDER,
                    "Sweep.sweep after tryLock",
                    "Sweep.sweep after move",
                    "Sweep.sweep after setLastModifiedTime"));

    @TempDir
    Path base;

    static Stream<Arguments> starts() {
        return Row.cases(Stream.concat(STARTS.stream(), ENDS.stream()).toList());
    }

    static Stream<Arguments> deletions() {
        return Row.cases(DELETIONS);
    }

    static Stream<Arguments> abandoned() {
        return Row.cases(ABANDONED);
    }

    static Stream<Arguments> sweeps() {
        return Row.cases(SWEEPS);
    }

    /** Whatever a program left as its domain began or ended is gone after the next start. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("starts")
    void theNextStartClearsUp(Row row, KillPoint point, Peers peers) throws Exception {
        Victims.killed(peers, point, 1, victim(MemberVictim.Work.MAKE));
        assertLeft(row);
        assertNextStartClearsUp();
    }

    /** Each file of a domain that is being deleted may be the last one that its program could delete. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("deletions")
    void aHalfDeletedDomainIsDeleted(Row row, KillPoint point, Peers peers) throws Exception {
        for (int passing = 1; passing <= 4; passing++) { // FIFO, object, control, lock
            Victims.killed(peers, point, passing, victim(MemberVictim.Work.MAKE));
            assertLeft(row);
            assertNextStartClearsUp();
        }
    }

    /** A program that finds no room for its domain, and is killed while it takes back what it made, leaves nothing for ever. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("abandoned")
    void anAbandonedStartIsClearedUp(Row row, KillPoint point, Peers peers) throws Exception {
        PeerSpec spec = victim(MemberVictim.Work.NO_ROOM).withJvmFlags("-XX:-UsePerfData");
        Victims.killed(peers, point, 1, spec.withWrapper("prlimit", "--fsize=65536"));
        assertLeft(row);
        assertNextStartClearsUp();
    }

    /** A sweep that was killed is finished by the next one. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("sweeps")
    void theNextSweepGoesOn(Row row, KillPoint point, Peers peers) throws Exception {
        KillPoint alive = Census.woven().point("Domain.parentFifo after createFifo");
        Victims.killed(peers, alive, 1, victim(MemberVictim.Work.MAKE));
        Victims.killed(peers, point, 1, victim(MemberVictim.Work.SWEEP));
        assertLeft(row);
        assertNextStartClearsUp();
    }

    private PeerSpec victim(MemberVictim.Work work) {
        return PeerSpec.of(MemberVictim.class, work, base);
    }

    private void assertLeft(Row row) throws IOException {
        assertThat(Lab.left(base)).hasSize(row.leaves().equals(FOLDER) ? 1 : 0);
    }

    private void assertNextStartClearsUp() throws IOException {
        var next = Lab.create(base);
        assertThat(Lab.left(base)).containsExactly(next.folder());
        Lab.leave(next);
        assertThat(Lab.left(base)).isEmpty();
    }
}
