package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.procession.CorruptSegmentException;
import dev.procession.DomainException;
import dev.procession.OutOfSharedMemoryException;
import dev.procession.os.OsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects of a domain: their making, sharing and end, and what a death leaves. Rows of ObjectTable's kill table. */
final class ObjectTableTest {
    private static final long BYTES = 4096;
    private static final long CREATING = 1L << 62;
    private static final long GENERATION_MASK = 0xFFFF_FFFFL;
    private static final long STATE_MASK = 3L << 62;

    @TempDir
    Path folder;

    private final List<Member> members = new ArrayList<>();
    private final List<SharedSegment> segments = new ArrayList<>();
    private Member one;
    private Member two;
    private Owner first;
    private Owner second;

    @BeforeEach
    void domain() throws Exception {
        Files.createFile(folder.resolve("lock"));
        try (SharedSegment control =
                SharedSegment.create(folder.resolve("control"), ControlLayout.BYTES, SegmentKind.CONTROL)) {
            control.publish();
        }
        one = Member.at(folder);
        two = Member.at(folder);
        members.addAll(List.of(one, two));
        first = one.claim();
        second = two.claim();
    }

    @AfterEach
    void close() {
        segments.forEach(SharedSegment::close);
        members.forEach(Member::die);
    }

    private SharedObject create(Member member, Owner owner, boolean endsWithCreator) {
        SharedObject object = member.objects.create(owner, SegmentKind.MEMORY, BYTES, endsWithCreator, s -> {});
        segments.add(object.segment());
        return object;
    }

    private long state(int index) {
        return Words.longVolatile(one.control.memory(), ControlLayout.objectAt(index));
    }

    private boolean isFree(ObjectId id) {
        return (state(id.index()) & STATE_MASK) == 0 && (int) state(id.index()) == id.generation();
    }

    /** What the initialiser wrote is there for whoever opens the object. */
    @Test
    void anotherMemberSeesTheInitialState() {
        SharedObject made = one.objects.create(
                first, SegmentKind.MEMORY, BYTES, true, s -> Words.longRelease(s, SegmentHeader.BYTES, 7));
        segments.add(made.segment());
        SharedObject opened = two.objects.open(second, made.id(), SegmentKind.MEMORY);
        segments.add(opened.segment());
        assertThat(Words.longAcquire(opened.segment().memory(), SegmentHeader.BYTES))
                .isEqualTo(7);
    }

    /** The entry is free again when the last user has let go, not before. */
    @Test
    void aDestroyedObjectIsFreeWhenItsLastUserLetsGo() {
        SharedObject made = create(one, first, true);
        SharedObject opened = two.objects.open(second, made.id(), SegmentKind.MEMORY);
        segments.add(opened.segment());
        one.objects.destroy(made.id());
        assertThat(one.objects.isLive(made.id())).isFalse();
        assertThat(one.objects.file(made.id())).doesNotExist();
        one.objects.release(first, made.id());
        assertThat(isFree(made.id())).isFalse();
        Words.longRelease(opened.segment().memory(), SegmentHeader.BYTES, 1); // the mapping outlives the name
        two.objects.release(second, made.id());
        assertThat(isFree(made.id())).isTrue();
    }

    /** Destroying twice, or by an id of the past, touches nothing. */
    @Test
    void destroyingByAnOldIdDoesNothing() {
        SharedObject made = create(one, first, true);
        one.objects.destroy(new ObjectId(made.id().index(), made.id().generation() + 1));
        one.objects.destroy(new ObjectId(made.id().index(), made.id().generation() - 1));
        assertThat(one.objects.isLive(made.id())).isTrue();
        one.objects.destroy(made.id());
        one.objects.destroy(made.id());
        assertThat(one.objects.isLive(made.id())).isFalse();
    }

    /** What is gone cannot be opened, and the attempt leaves no user behind that would keep the entry for ever. */
    @Test
    void openingWhatIsGoneLeavesNoTrace() {
        SharedObject made = create(one, first, true);
        one.objects.destroy(made.id());
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> two.objects.open(second, made.id(), SegmentKind.MEMORY))
                .withMessageContaining(made.id().text());
        one.objects.release(first, made.id());
        assertThat(isFree(made.id())).isTrue();
    }

    /** Killed between unlinking and DESTROYED: openers fail without a trace, and the creator's death ends it. */
    @Test
    void anObjectWithoutItsFileCannotBeOpened() throws Exception {
        SharedObject made = create(one, first, true);
        Files.delete(one.objects.file(made.id()));
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> two.objects.open(second, made.id(), SegmentKind.MEMORY));
        one.die();
        two.processes.retireDead(second.slot());
        assertThat((Words.longVolatile(
                                two.control.memory(),
                                ControlLayout.objectAt(made.id().index()))
                        & STATE_MASK))
                .isZero();
    }

    /** Opened as another kind it is refused, and again no user is left. */
    @Test
    void openingAsAnotherKindLeavesNoTrace() {
        SharedObject made = create(one, first, true);
        assertThatExceptionOfType(CorruptSegmentException.class)
                .isThrownBy(() -> two.objects.open(second, made.id(), SegmentKind.CHANNEL));
        one.objects.destroy(made.id());
        one.objects.release(first, made.id());
        assertThat(isFree(made.id())).isTrue();
    }

    /** An initialiser that throws leaves neither file nor entry nor mapping. */
    @Test
    void aFailedCreationLeavesNothing() throws Exception {
        SharedSegment[] seen = new SharedSegment[1];
        assertThatIllegalStateException()
                .isThrownBy(() -> one.objects.create(first, SegmentKind.MEMORY, BYTES, true, s -> {
                    assertThat(state(0) & STATE_MASK).isEqualTo(CREATING);
                    throw new IllegalStateException("no");
                }));
        assertThat(seen[0]).isNull();
        assertThat(Folder.entries(folder))
                .noneMatch(p -> p.getFileName().toString().startsWith("obj-"));
        assertThat(isFree(new ObjectId(0, 1))).isTrue();
    }

    /** Killed between FREE → CREATING and LIVE: the retirer of the creator unlinks and frees. */
    @Test
    void theObjectOfACreatorThatDiedCreatingIsFreed() throws Exception {
        ObjectId id = new ObjectId(9, 5);
        Words.longVolatile(
                one.control.memory(), ControlLayout.objectAt(9), CREATING | ((long) (first.slot() + 1) << 32) | 5);
        Files.createFile(one.objects.file(id));
        two.processes.retireDead(second.slot());
        assertThat(one.objects.file(id)).as("its creator lives").exists();
        one.die();
        two.processes.retireDead(second.slot());
        assertThat(two.objects.file(id)).doesNotExist();
        assertThat(Words.longVolatile(two.control.memory(), ControlLayout.objectAt(9)))
                .isEqualTo(5);
    }

    /** An object bound to its creator goes with it, one of the domain stays, and others' objects are left alone. */
    @Test
    void deathOfTheCreatorEndsWhatIsBoundToIt() {
        SharedObject bound = create(one, first, true);
        SharedObject free = create(one, first, false);
        SharedObject others = create(two, second, true);
        one.die();
        two.processes.retireDead(second.slot());
        assertThat(two.objects.isLive(bound.id())).isFalse();
        assertThat(two.objects.isLive(free.id())).isTrue();
        assertThat(two.objects.isLive(others.id())).isTrue();
    }

    /** Killed as a user of a destroyed object: the retirer lets go for it. */
    @Test
    void deathOfTheLastUserFreesTheEntry() {
        SharedObject made = create(one, first, true);
        segments.add(two.objects.open(second, made.id(), SegmentKind.MEMORY).segment());
        one.objects.destroy(made.id());
        one.objects.release(first, made.id());
        assertThat(isFree(made.id())).isFalse();
        two.die();
        one.processes.retireDead(first.slot());
        assertThat(isFree(made.id())).isTrue();
    }

    /** I1: no two objects in the life of a domain have one file name, however often entries are used again. */
    @Test
    void fileNamesAreUsedOnce() {
        Set<Path> names = new HashSet<>();
        for (int i = 0; i < ControlLayout.OBJECTS + 50; i++) {
            SharedObject made = one.objects.create(first, SegmentKind.MEMORY, BYTES, true, s -> {});
            assertThat(names.add(one.objects.file(made.id()))).isTrue();
            one.objects.destroy(made.id());
            made.segment().close();
            one.objects.release(first, made.id());
        }
    }

    /** A full table says so and creates nothing; one place is enough to go on. */
    @Test
    void aFullTableRefuses() {
        for (int i = 1; i < ControlLayout.OBJECTS; i++) {
            Words.longVolatile(
                    one.control.memory(), ControlLayout.objectAt(i), CREATING | ((long) (first.slot() + 1) << 32) | 1);
        }
        SharedObject last = create(one, first, true);
        assertThatExceptionOfType(OutOfSharedMemoryException.class)
                .isThrownBy(() -> create(one, first, true))
                .withMessageContaining("full");
        one.objects.destroy(last.id());
        one.objects.release(first, last.id());
        assertThat(create(one, first, true).id())
                .isEqualTo(new ObjectId(0, last.id().generation() + 1));
        assertThat(state(0) & GENERATION_MASK).isEqualTo(2);
    }
}
