package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Lab;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill tables of ProcessTable, ObjectTable, SegmentHeader and SharedSegment: a member is killed, another puts it right. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class MemberKillTest {
    private static final int OWN_SLOT = 0;
    private static final int VICTIMS_SLOT = 1;
    private static final int VICTIMS_OBJECT = 1;

    /** A member's own life; of ProcessTable: what is left in its slot. */
    static final List<Row> SLOTS = List.of(
            Row.of(
                    "lock and FREE → LIVE",
                    "FREE",
                    "ProcessTable.tryClaim before tryLock",
                    "ProcessTable.tryClaim after tryLock"),
            Row.of(
                    "FREE → LIVE and the facts",
                    "LIVE",
                    "ProcessTable.tryClaim after longCompareAndSet",
                    "ProcessTable.tryClaim after longRelease",
                    "ProcessTable.tryClaim after longRelease#2",
                    "ProcessTable.tryClaim after longRelease#3"),
            Row.of("the beginning of an end and LIVE → DEAD", "LIVE", "ProcessTable.free before longVolatile"),
            Row.of(
                    "LIVE → DEAD and the epoch's bump",
                    "DEAD",
                    "ProcessTable.free after longVolatile",
                    "ProcessTable.tellSleepers before intGetAndAdd"),
            Row.of(
                    "the bump and the reclaim's end",
                    "DEAD",
                    "ProcessTable.tellSleepers after intGetAndAdd",
                    "ProcessTable.tellSleepers after wake"),
            Row.of(
                    "DEAD → FREE and the ticket",
                    "FREE",
                    "ProcessTable.free after longVolatile#2",
                    "ProcessTable.free after longGetAndAdd",
                    "ProcessTable.free after longRelease"));

    /** A member that makes objects; of ObjectTable: what is left in the entry. */
    static final List<Row> OBJECTS = List.of(
            Row.of("looking for an entry and FREE → CREATING", "FREE", "ObjectTable.reserve before longCompareAndSet"),
            Row.of(
                    "FREE → CREATING and → LIVE",
                    "CREATING",
                    "ObjectTable.reserve after longCompareAndSet",
                    "SharedSegment.create before openFile",
                    "SharedSegment.create after openFile",
                    "SharedSegment.create after allocate",
                    "SegmentHeader.write before longRelease",
                    "SegmentHeader.write after longRelease",
                    "SegmentHeader.write after intRelease",
                    "SegmentHeader.write after intRelease#2",
                    "SegmentHeader.write after longRelease#2",
                    "SegmentHeader.write after longRelease#3",
                    "SegmentHeader.write after intRelease#3",
                    "SegmentHeader.publish before intRelease",
                    "SegmentHeader.publish after intRelease",
                    "ObjectTable.create before intRelease",
                    "ObjectTable.create after intRelease",
                    "ObjectTable.create after intRelease#2",
                    "ObjectTable.create after longRelease",
                    "ObjectTable.create after longRelease#2",
                    "ObjectTable.create after longRelease#3"),
            Row.of("→ LIVE and its use", "LIVE", "ObjectTable.create after longVolatile"));

    /** A member that ends an object of its own, the second one it made. */
    static final List<Row> ENDINGS = List.of(
            Row.of("unlinking and LIVE → DESTROYED", "LIVE", "ObjectTable.destroy before longCompareAndSet"),
            Row.of(
                    "LIVE → DESTROYED and → FREE",
                    "DESTROYED",
                    "ObjectTable.destroy after longCompareAndSet",
                    "ObjectTable.release before longGetAndAnd",
                    "ObjectTable.release after longGetAndAnd",
                    "ObjectTable.free before longCompareAndSet"),
            Row.of(
                    "→ FREE and the ticket",
                    "FREE",
                    "ObjectTable.free after longCompareAndSet",
                    "ObjectTable.free after longGetAndAdd",
                    "ObjectTable.free after longRelease"));

    /** A member that uses what another made. */
    static final List<Row> USES = List.of(
            Row.of("a look at an object and setting its bit", "LIVE", "ObjectTable.use before longGetAndOr"),
            Row.of(
                    "setting its bit and using it",
                    "LIVE",
                    "ObjectTable.use after longGetAndOr",
                    "SharedSegment.open before openFile",
                    "SharedSegment.open after openFile"));

    /** A member that retires another: what is left in the slot of the one that had died before. */
    static final List<Row> RETIREMENTS = List.of(
            Row.of(
                    "lock and LIVE → DEAD",
                    "LIVE",
                    "ProcessTable.retire before tryLock",
                    "ProcessTable.retire after tryLock",
                    "ProcessTable.free before longVolatile"),
            Row.of(
                    "a reclaim's steps",
                    "DEAD",
                    "ProcessTable.free after longVolatile",
                    "ProcessTable.tellSleepers before intGetAndAdd",
                    "ProcessTable.tellSleepers after intGetAndAdd",
                    "ObjectTable.reclaim before longGetAndAnd",
                    "ObjectTable.reclaim after longGetAndAnd",
                    "ObjectTable.destroy before longCompareAndSet",
                    "ObjectTable.destroy after longCompareAndSet",
                    "ObjectTable.clearUsers before longRelease",
                    "ObjectTable.clearUsers after longRelease",
                    "ObjectTable.free before longCompareAndSet",
                    "ObjectTable.free after longCompareAndSet",
                    "ObjectTable.free after longGetAndAdd",
                    "ObjectTable.free after longRelease"),
            Row.of(
                    "DEAD → FREE and the ticket",
                    "FREE",
                    "ProcessTable.free after longVolatile#2",
                    "ProcessTable.free after longRelease"));

    @TempDir
    Path base;

    private Domain domain;
    private SharedObject shared;

    @BeforeEach
    void makeDomain() {
        domain = Lab.create(base);
        shared = domain.createObject(SegmentKind.MEMORY, 4096);
    }

    @AfterEach
    void leaveDomain() {
        domain.destroyObject(shared);
        Lab.leave(domain);
    }

    static Stream<Arguments> slots() {
        return Row.cases(SLOTS);
    }

    static Stream<Arguments> objects() {
        return Row.cases(OBJECTS);
    }

    static Stream<Arguments> endings() {
        return Row.cases(ENDINGS);
    }

    static Stream<Arguments> uses() {
        return Row.cases(USES);
    }

    static Stream<Arguments> retirements() {
        return Row.cases(RETIREMENTS);
    }

    /** A slot whose member was killed is free again after one look of another member. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("slots")
    void theSlotOfAKilledMemberIsFreed(Row row, KillPoint point, Peers peers) throws Exception {
        Victims.killed(peers, point, 1, life());
        assertThat(Lab.slot(domain, VICTIMS_SLOT)).isEqualTo(row.leaves());
        assertPutRight();
    }

    /** An object whose maker was killed is gone, with its file, after one look of another member. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("objects")
    void theObjectOfAKilledMakerIsFreed(Row row, KillPoint point, Peers peers) throws Exception {
        Victims.killed(peers, point, 1, life());
        assertThat(Lab.object(domain, VICTIMS_OBJECT)).isEqualTo(row.leaves());
        assertPutRight();
    }

    /** An object that a killed member was ending is gone after one look of another member. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("endings")
    void theObjectThatAKilledMemberEndedIsFreed(Row row, KillPoint point, Peers peers) throws Exception {
        Victims.killed(peers, point, 1, life());
        assertThat(Lab.object(domain, VICTIMS_OBJECT + 1)).isEqualTo(row.leaves());
        assertPutRight();
    }

    /** An object lives on when one of its users is killed, and is not held by the dead. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("uses")
    void theObjectOfAKilledUserLivesOn(Row row, KillPoint point, Peers peers) throws Exception {
        Victims.killed(peers, point, 1, life());
        assertThat(Lab.object(domain, shared.id().index())).isEqualTo(row.leaves());
        assertPutRight();
    }

    /** What a killed retirer left undone is done by the next one. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("retirements")
    void theNextRetirerGoesOn(Row row, KillPoint point, Peers peers) throws Exception {
        KillPoint creating = Census.woven().point("SegmentHeader.publish before intRelease");
        Victims.killed(peers, creating, 2, life()); // leaves a live object, one in the making, and a use
        Victims.killed(peers, point, 1, PeerSpec.of(MemberVictim.class, MemberVictim.Work.RETIRE, domain.folder()));
        assertThat(Lab.slot(domain, VICTIMS_SLOT)).isEqualTo(row.leaves());
        assertPutRight();
    }

    private PeerSpec life() {
        return PeerSpec.of(
                MemberVictim.class,
                MemberVictim.Work.LIFE,
                domain.folder(),
                shared.id().text());
    }

    /** After one look at the dead: nobody but this process, nothing but its object, and a newcomer has its place. */
    private void assertPutRight() throws Exception {
        domain.retireDead();
        assertThat(Lab.slotsInUse(domain)).containsExactly(OWN_SLOT);
        ObjectId own = shared.id();
        assertThat(Lab.objectsInUse(domain)).containsExactly(own.index());
        assertThat(Lab.users(domain, own.index())).containsExactly(OWN_SLOT);
        try (Stream<Path> files = Files.list(domain.folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", "control", "obj-" + own.index() + "-" + own.generation());
        }
        Domain newcomer = Lab.join(domain.folder());
        assertThat(domain.isAlive(newcomer.self())).isTrue();
        newcomer.destroyObject(newcomer.createObject(SegmentKind.MEMORY, 4096));
        Lab.leave(newcomer);
    }
}
