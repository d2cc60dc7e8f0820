package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What descriptors promise. */
final class DescriptorTest {
    private static final int CREATE = Descriptor.O_RDWR | Descriptor.O_CREAT | Descriptor.O_EXCL;

    @TempDir
    Path folder;

    /** What the kernel says about a file is what Java says about it. */
    @Test
    void statusAgreesWithJava() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "twelve bytes");
        Files.createLink(folder.resolve("second name"), file);
        int descriptor = Descriptor.openFile(file, Descriptor.O_RDONLY, 0);
        try {
            FileStatus status = Descriptor.status(descriptor);
            assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
            assertThat(status.device()).isEqualTo(Files.getAttribute(file, "unix:dev"));
            assertThat(status.mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
            assertThat(status.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
            assertThat(status.sizeBytes()).isEqualTo(12);
            assertThat(status.links()).isEqualTo(2);
            assertThat(status.isRegularFile()).isTrue();
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** A deleted file has no links, which is how its holder learns of it. */
    @Test
    void deletedFileHasNoLinks() throws Exception {
        Path file = folder.resolve("file");
        int descriptor = Descriptor.openFile(file, CREATE, 0600);
        try {
            Files.delete(file);
            assertThat(Descriptor.status(descriptor).links()).isZero();
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** Names outside ASCII reach the kernel as Java writes them. */
    @Test
    void opensWhatJavaCreatedUnderAnyName() throws Exception {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "a UTF-8 locale");
        Path file = Files.createFile(folder.resolve("with space, \u00e9 and \u6f22"));
        Descriptor.close(Descriptor.openFile(file, Descriptor.O_RDONLY, 0));
    }

    /** Every descriptor is closed on exec. */
    @Test
    void closesOnExec() {
        int descriptor = Descriptor.openFile(folder.resolve("file"), CREATE, 0600);
        try {
            assertThat(Descriptor.control(descriptor, 1 /* F_GETFD */, 0)).isEqualTo(1);
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** With O_NOFOLLOW a symbolic link is refused, by the number of this architecture. */
    @Test
    void refusesALinkWithNoFollow() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Descriptor.openFile(link, Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW, 0))
                .returns(Errno.ELOOP, OsException::errno);
    }

    /** With O_DIRECTORY a file is refused, by the number of this architecture. */
    @Test
    void refusesAFileWithDirectory() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Descriptor.openFile(file, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY, 0))
                .returns(Errno.ENOTDIR, OsException::errno);
    }

    /** Allocated space is there in blocks, not only in length. */
    @Test
    void allocateGivesRealSpace() throws Exception {
        Path file = folder.resolve("file");
        int descriptor = Descriptor.openFile(file, CREATE, 0600);
        try {
            Descriptor.allocate(descriptor, 1 << 20);
            assertThat(Descriptor.status(descriptor).sizeBytes()).isEqualTo(1 << 20);
            try (Child du = Child.shell("du -k '" + file + "'")) {
                assertThat(Integer.parseInt(du.output().split("\t", 2)[0])).isGreaterThanOrEqualTo(1024);
            }
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** The substitute for allocation keeps what is there and fills the rest with zeros. */
    @Test
    void zeroFillKeepsContents() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        int descriptor = Descriptor.openFile(file, Descriptor.O_RDWR, 0);
        try {
            ZeroFill.extend(descriptor, 100_000);
        } finally {
            Descriptor.close(descriptor);
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(100_000).startsWith('k', 'e', 'p', 't').endsWith(0, 0);
    }

    /** Closing twice is told, since it could have been somebody else's descriptor. */
    @Test
    void closingWhatIsNotOpenThrows() {
        int descriptor = Descriptor.eventFd();
        Descriptor.close(descriptor);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Descriptor.close(descriptor))
                .returns(Errno.EBADF, OsException::errno)
                .withMessage("close(descriptor " + descriptor + ") failed: EBADF (bad descriptor)");
    }

    /** A pipe carries bytes, then says that there are none now, then that there will be none. */
    @Test
    void pipeTellsEmptyFromEnded() {
        PipeEnds ends = Descriptor.pipe(true);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(16);
            assertThat(Descriptor.read(ends.read(), buffer)).isEqualTo(Descriptor.WOULD_BLOCK);
            assertThat(Descriptor.write(ends.write(), Child.bytes(arena, "abc")))
                    .isEqualTo(3);
            assertThat(Descriptor.read(ends.read(), buffer)).isEqualTo(3);
            assertThat(buffer.getString(0)).isEqualTo("abc");
            Descriptor.close(ends.write());
            assertThat(Descriptor.read(ends.read(), buffer)).isEqualTo(Descriptor.END_OF_FILE);
        } finally {
            Descriptor.close(ends.read());
        }
    }

    /** Writing where nobody reads is an exception, not the end of the JVM. */
    @Test
    void writingToNobodyThrows() {
        PipeEnds ends = Descriptor.pipe(false);
        Descriptor.close(ends.read());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = Child.bytes(arena, "x");
            assertThatExceptionOfType(OsException.class)
                    .isThrownBy(() -> Descriptor.write(ends.write(), bytes))
                    .returns(Errno.EPIPE, OsException::errno);
        } finally {
            Descriptor.close(ends.write());
        }
    }

    /** An empty buffer would read like the end of the file. */
    @Test
    void refusesAnEmptyBuffer() {
        assertThatIllegalArgumentException().isThrownBy(() -> Descriptor.read(0, MemorySegment.NULL));
    }
}
