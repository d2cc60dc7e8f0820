package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.procession.DomainException;
import dev.procession.os.Descriptor;
import dev.procession.os.FileLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life and death of domains, by what stands in their folders. Rows of Domain's kill table. */
final class DomainTest {
    @TempDir
    Path base;

    private DomainRoot root() {
        return new DomainRoot(base);
    }

    private static Path lockedFolder(DomainRoot root, String name) throws IOException {
        if (!Files.exists(root.folder())) Folder.make(root.folder());
        Path folder = root.folder().resolve(name);
        Folder.make(folder);
        Files.createFile(folder.resolve("lock"));
        return folder;
    }

    /** The last one to leave takes folder and root along. */
    @Test
    void theLastMemberLeavesNothing() {
        Domain one = Domain.create(root());
        Domain two = Member.join(one);
        assertThat(one.isAlive(two.self())).isTrue();
        assertThat(two.isAlive(one.self())).isTrue();
        Member.leave(one);
        assertThat(two.folder()).exists();
        assertThat(two.isAlive(one.self())).isFalse();
        Member.leave(two);
        assertThat(base).isEmptyDirectory();
    }

    /** Who has left is no member, and its slot may be another's: it takes no cell, in whose users it would stand as that one. */
    @Test
    void whoHasLeftTakesNoCell() {
        Domain one = Domain.create(root());
        Domain two = Member.join(one);
        Cell cell = one.createCell(CellKind.LOCK);
        Member.leave(two);
        assertThatIllegalStateException()
                .isThrownBy(() -> two.createCell(CellKind.LOCK))
                .withMessageContaining("this program ends");
        assertThatIllegalStateException()
                .isThrownBy(() -> two.openCell(cell.id(), CellKind.LOCK))
                .withMessageContaining("this program ends");
        one.releaseCell(cell.id());
        Member.leave(one);
    }

    /** Folder and files are closed to other users. */
    @Test
    void aDomainIsPrivate() throws Exception {
        Domain domain = Domain.create(root());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(domain.folder())))
                .isEqualTo("rwx------");
        for (Path file : Folder.entries(domain.folder())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
        Member.leave(domain);
    }

    /** A domain that is gone says so, instead of being made anew. */
    @Test
    void aGoneDomainCannotBeJoined() {
        Domain domain = Domain.create(root());
        Member.leave(domain);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> Member.join(domain))
                .withMessageContaining("gone");
    }

    /** I3: who opened the lock of a domain that was swept before it locked its byte has joined nothing. */
    @Test
    void aDomainSweptBetweenOpeningAndLockingIsNotJoined() throws Exception {
        Domain domain = Domain.create(root());
        Files.delete(domain.folder().resolve("lock"));
        Path link = domain.folder().resolve("lock");
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> Member.join(domain))
                .withMessageContaining("gone");
        assertThat(link).doesNotExist();
        Member.leave(domain);
    }

    /** A dead program's folder goes at the next start; its control segment stays for inspection. */
    @Test
    void theNextStartSweepsTheDead() throws Exception {
        Domain dead = Domain.create(root());
        dead.createObject(SegmentKind.MEMORY, 4096).segment().close();
        dead.parentFifo();
        Member.kill(dead);
        Domain next = Domain.create(root());
        assertThat(dead.folder()).doesNotExist();
        assertThat(Folder.entries(root().folder()))
                .containsExactlyInAnyOrder(
                        next.folder(),
                        root().folder().resolve("dead-" + dead.folder().getFileName() + ".control"));
        Member.leave(next);
    }

    /** I2: one living member, any one, keeps the domain from the sweep. */
    @Test
    void aDomainWithALivingMemberIsNotSwept() {
        Domain one = Domain.create(root());
        Domain two = Member.join(one);
        Member.kill(one);
        new Sweep(root()).run();
        assertThat(two.folder().resolve("control")).exists();
        two.retireDead();
        assertThat(two.isAlive(one.self())).isFalse();
        Member.leave(two);
        assertThat(base).isEmptyDirectory();
    }

    /** Of many dead, the control segments of the eight that died last are kept. */
    @Test
    void keepsEightDeadControlSegments() throws Exception {
        Folder.make(root().folder());
        for (int i = 0; i < 11; i++) {
            Path old = Files.createFile(root().folder().resolve("dead-d1-" + i + ".control"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000L + i * 1000L));
        }
        Domain dead = Domain.create(root());
        Member.kill(dead);
        new Sweep(root()).run();
        assertThat(Folder.entries(root().folder()))
                .hasSize(Sweep.KEPT)
                .contains(root().folder().resolve("dead-" + dead.folder().getFileName() + ".control"))
                .contains(root().folder().resolve("dead-d1-10.control"))
                .doesNotContain(root().folder().resolve("dead-d1-3.control"));
    }

    /** Killed between mkdir and the making of lock, or between that and locking it: any sweep removes what is left. */
    @Test
    void theBeginningsOfADomainAreSwept() throws Exception {
        Path withLock = lockedFolder(root(), "d1-1");
        Path empty = root().folder().resolve("d1-2");
        Folder.make(empty);
        new Sweep(root()).run();
        assertThat(withLock).doesNotExist();
        assertThat(empty).doesNotExist();
    }

    /** Killed between locking and publishing control: a folder without members, as soon as its maker is dead. */
    @Test
    void aHalfMadeDomainIsSweptOnlyWhenItsMakerIsDead() throws Exception {
        Path folder = lockedFolder(root(), "d1-1");
        int fd = Descriptor.openFile(folder.resolve("lock"), Descriptor.O_RDWR, 0);
        assertThat(FileLocks.tryLock(fd, 0, Long.MAX_VALUE)).isTrue();
        SharedSegment.create(folder.resolve("control"), ControlLayout.BYTES, SegmentKind.CONTROL)
                .close();
        new Sweep(root()).run();
        assertThat(folder.resolve("control")).exists();
        Descriptor.close(fd);
        new Sweep(root()).run();
        assertThat(folder).doesNotExist();
    }

    /** A control segment that was moved away by a sweep that died is no reason to keep the folder. */
    @Test
    void aSweepCutShortIsTakenUp() throws Exception {
        Domain dead = Domain.create(root());
        Member.kill(dead);
        Files.delete(dead.folder().resolve("control"));
        new Sweep(root()).run();
        assertThat(dead.folder()).doesNotExist();
    }

    /** What a domain does not know does not keep it: folders in it go too, and links are not followed. */
    @Test
    void sweepsFoldersButFollowsNoLinks() throws Exception {
        Path precious =
                Files.createFile(Files.createDirectory(base.resolve("precious")).resolve("file"));
        Domain dead = Domain.create(root());
        Files.createFile(Files.createDirectory(dead.folder().resolve("inner")).resolve("x"));
        Files.createSymbolicLink(dead.folder().resolve("link"), precious.getParent());
        Member.kill(dead);
        new Sweep(root()).run();
        assertThat(dead.folder()).doesNotExist();
        assertThat(precious).exists();
    }

    /** Sweeps at the same time, and a start among them, do not hurt each other or the living. */
    @Test
    void sweepsAndStartsAtTheSameTimeAgree() throws Exception {
        Domain living = Domain.create(root());
        int threads = 4;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 8; round++) {
                List<Domain> dead = new ArrayList<>();
                for (int i = 0; i < 3; i++) dead.add(Domain.create(root()));
                dead.forEach(Member::kill);
                var barrier = new CyclicBarrier(threads);
                List<Future<Domain>> made = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    made.add(pool.submit((Callable<Domain>) () -> {
                        barrier.await();
                        return Domain.create(root());
                    }));
                }
                for (Future<Domain> future : made) {
                    Domain domain = future.get();
                    assertThat(domain.folder().resolve("control")).exists();
                    assertThat(domain.folder().resolve("lock")).exists();
                    Member.join(domain);
                    Member.leave(domain);
                }
                assertThat(dead).noneMatch(d -> Files.exists(d.folder()));
                assertThat(living.folder().resolve("control")).exists();
            }
        }
        Member.leave(living);
    }
}
