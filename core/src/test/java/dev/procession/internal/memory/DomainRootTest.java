package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.os.Self;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the name of the root belongs to somebody else: it is neither used nor swept. */
final class DomainRootTest {
    @TempDir
    Path base;

    private Path usual;

    @BeforeEach
    void usual() {
        usual = base.resolve("procession-" + Self.userId());
    }

    private void assertStandsAside() {
        Domain domain = Domain.create(new DomainRoot(base));
        assertThat(domain.folder().getParent()).isNotEqualTo(usual).hasParentRaw(base);
        assertThat(domain.folder().resolve("control")).exists();
        Member.leave(domain);
    }

    /** A folder that others may enter is not used. */
    @Test
    void anOpenFolderIsNotUsed() throws Exception {
        Files.createDirectory(usual);
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertStandsAside();
        assertThat(usual).isEmptyDirectory();
    }

    /** In a folder that others may write, any name may be a trap: it is not swept either. */
    @Test
    void anOpenFolderIsNotSwept() throws Exception {
        Path trap = Files.createDirectories(usual.resolve("d1-1"));
        Path bait = Files.createFile(trap.resolve("bait"));
        Files.createFile(trap.resolve("lock"));
        Files.createFile(usual.resolve("dead-x.control"));
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertStandsAside();
        assertThat(bait).exists();
        assertThat(trap.resolve("lock")).exists();
    }

    /** A file of that name is no folder. */
    @Test
    void aFileIsNotUsed() throws Exception {
        Files.createFile(usual);
        assertStandsAside();
        assertThat(usual).isEmptyFile();
    }

    /** A link is not followed, even to a private folder of this user. */
    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path target = base.resolve("target");
        Folder.make(target);
        Files.createSymbolicLink(usual, target);
        assertStandsAside();
        assertThat(target).isEmptyDirectory();
    }

    /** Nor does a link that leads nowhere keep this user from working. */
    @Test
    void aLinkToNowhereIsNotFollowed() throws Exception {
        Files.createSymbolicLink(usual, base.resolve("nowhere"));
        assertStandsAside();
        assertThat(base.resolve("nowhere")).doesNotExist();
    }

    /** A root that vanished between two steps is made again. */
    @Test
    void aRootThatVanishesIsMadeAgain() throws Exception {
        var root = new DomainRoot(base);
        Path domain = root.makeDomain();
        Files.delete(domain);
        Files.delete(root.folder());
        assertThat(root.makeDomain()).isDirectory().hasParentRaw(usual);
    }
}
