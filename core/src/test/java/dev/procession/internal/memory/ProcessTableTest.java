package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.DomainException;
import dev.procession.os.Descriptor;
import dev.procession.os.FileLocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slots of a domain: who gets one, who lives, and what a death leaves. Rows of ProcessTable's kill table. */
final class ProcessTableTest {
    private static final long DEAD = 2L << 32;

    @TempDir
    Path folder;

    private final List<Member> members = new ArrayList<>();

    @BeforeEach
    void domain() throws Exception {
        Files.createFile(folder.resolve("lock"));
        try (SharedSegment control =
                SharedSegment.create(folder.resolve("control"), ControlLayout.BYTES, SegmentKind.CONTROL)) {
            control.publish();
        }
    }

    @AfterEach
    void close() {
        members.forEach(Member::die);
    }

    private Member member() {
        Member member = Member.at(folder);
        members.add(member);
        return member;
    }

    private static int epoch(Member member) {
        return Words.intVolatile(member.control.memory(), ControlLayout.EPOCH_AT);
    }

    /** Two members have two slots, and each sees the other alive. */
    @Test
    void membersHaveTheirOwnSlots() {
        Member one = member();
        Member two = member();
        Owner first = one.claim();
        Owner second = two.claim();
        assertThat(first.slot()).isNotEqualTo(second.slot());
        assertThat(one.processes.isAlive(second)).isTrue();
        assertThat(two.processes.isAlive(first)).isTrue();
        assertThat(two.processes.pid(first.half()))
                .isEqualTo(ProcessHandle.current().pid());
    }

    /** A slot that has just become free is taken last, so a word that names its old member stays unambiguous for long. */
    @Test
    void theLongestFreeSlotIsTakenFirst() {
        Member observer = member();
        observer.claim();
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Member guest = member();
            Owner owner = guest.claim();
            slots.add(owner.slot());
            guest.processes.leave(owner);
            guest.die();
        }
        assertThat(slots).doesNotHaveDuplicates();
    }

    /** A slot's second member has another generation, and is not taken for the first. */
    @Test
    void generationGrowsWithEveryMember() {
        Member observer = member();
        Owner own = observer.claim();
        List<Owner> ever = new ArrayList<>();
        for (int i = 0; i < ControlLayout.SLOTS + 5; i++) {
            Member guest = Member.at(folder);
            Owner owner = guest.claim();
            assertThat(observer.processes.isAlive(owner)).isTrue();
            guest.die();
            observer.processes.retireDead(own.slot());
            ever.add(owner);
        }
        assertThat(ever).doesNotHaveDuplicates();
        assertThat(ever.stream().map(Owner::slot).distinct().count()).isLessThan(ever.size());
        assertThat(ever).noneMatch(observer.processes::isAlive);
    }

    /** Dead is who has lost his lock, at once, before anybody has retired him. */
    @Test
    void livenessIsTheKernelsWord() {
        Member observer = member();
        observer.claim();
        Member victim = member();
        Owner owner = victim.claim();
        victim.die();
        assertThat(observer.processes.isAlive(owner)).isFalse();
    }

    /** A state without a member behind it, as a forged one, is dead; another generation of a living slot is, too. */
    @Test
    void noOtherGenerationOfALivingSlotIsAlive() {
        Member observer = member();
        observer.claim();
        Owner owner = member().claim();
        assertThat(observer.processes.isAlive(new Owner(owner.slot(), owner.generation() + 1)))
                .isFalse();
        assertThat(observer.processes.isAlive(new Owner(owner.slot(), owner.generation() - 1)))
                .isFalse();
        assertThat(observer.processes.isAlive(new Owner(1000, 0))).isFalse();
    }

    /** Who leaves is dead for the others although his lock lasts until he closes it, and sleepers are told. */
    @Test
    void leavingTellsTheSleepers() {
        Member observer = member();
        observer.claim();
        Member guest = member();
        Owner owner = guest.claim();
        int before = epoch(observer);
        guest.processes.leave(owner);
        assertThat(epoch(observer)).isEqualTo(before + 1);
        assertThat(observer.processes.isAlive(owner)).isFalse();
    }

    /** Retiring counts the dead, spares the living and its own slot, and moves the epoch once for each. */
    @Test
    void retiresTheDeadAlone() {
        Member observer = member();
        Owner own = observer.claim();
        Owner living = member().claim();
        for (int i = 0; i < 3; i++) {
            Member victim = member();
            victim.claim();
            victim.die();
        }
        int before = epoch(observer);
        assertThat(observer.processes.retireDead(own.slot())).isEqualTo(3);
        assertThat(epoch(observer)).isEqualTo(before + 3);
        assertThat(observer.processes.retireDead(own.slot())).isZero();
        assertThat(observer.processes.isAlive(living)).isTrue();
        assertThat(FileLocks.lockedByAnother(members.get(1).lockFd, own.slot(), 1))
                .as("its own lock is still held")
                .isTrue();
    }

    /** Killed between LIVE → DEAD and the reclaim's end: the next retirer begins again, and frees the slot. */
    @Test
    void aRetirementCutShortIsTakenUp() {
        Member observer = member();
        Owner own = observer.claim();
        Member victim = member();
        Owner owner = victim.claim();
        SharedObject object = victim.objects.create(owner, SegmentKind.MEMORY, 4096, true, s -> {});
        object.segment().close();
        victim.die();
        Words.longVolatile(observer.control.memory(), ControlLayout.slotAt(owner.slot()), DEAD | owner.generation());
        assertThat(observer.processes.retireDead(own.slot())).isEqualTo(1);
        assertThat(observer.objects.isLive(object.id())).isFalse();
        assertThat(folder.resolve(
                        "obj-" + object.id().index() + "-" + object.id().generation()))
                .doesNotExist();
    }

    /** Killed between the lock and FREE → LIVE: nothing is left; the next one takes the slot. */
    @Test
    void aLockWithoutAClaimIsNoMember() {
        Member observer = member();
        Owner own = observer.claim();
        int fd = Descriptor.openFile(folder.resolve("lock"), Descriptor.O_RDWR, 0);
        assertThat(FileLocks.tryLock(fd, own.slot() + 1, 1)).isTrue();
        Owner other = member().claim();
        assertThat(other.slot()).as("passes the locked one over").isNotEqualTo(own.slot() + 1);
        Descriptor.close(fd);
        assertThat(observer.processes.retireDead(own.slot())).isZero();
    }

    /** A table full of the living refuses with the figure; one full of the dead makes room. */
    @Test
    void aFullTableRefusesUnlessSomebodyDied() {
        Member crowd = member();
        for (int i = 0; i < ControlLayout.SLOTS; i++) crowd.claim(); // one opening may hold them all
        Member late = member();
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(late::claim)
                .withMessageContaining("no free slot")
                .withMessageContaining(Integer.toString(ControlLayout.SLOTS));
        crowd.die();
        assertThat(late.claim().generation()).isEqualTo(2);
    }
}
