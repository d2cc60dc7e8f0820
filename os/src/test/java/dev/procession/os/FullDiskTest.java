package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What happens when there is no space: on a tmpfs of 1 MiB, mounted by a child for itself and seen through /proc. */
final class FullDiskTest {
    private static final long TOO_MUCH_BYTES = 2 << 20;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    private Child mounter;
    private int descriptor;

    @BeforeEach
    void mount() throws Exception {
        mounter = Child.shell("exec unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs \"" + folder
                + "\" && echo mounted && exec sleep 60'");
        assumeTrue(mounter.line().equals("mounted"), "may not mount a file system");
        Path file = Path.of("/proc/" + mounter.pid() + "/root" + folder + "/file");
        descriptor = Descriptor.openFile(file, Descriptor.O_RDWR | Descriptor.O_CREAT, 0600);
    }

    @AfterEach
    void unmount() {
        if (descriptor > 0) {
            Descriptor.close(descriptor);
        }
        mounter.close();
        assertThat(Files.exists(folder.resolve("file"))).isFalse(); // it was never in the folder itself
    }

    /** Too little space is an exception at once, and leaves the file as it was. */
    @Test
    void allocateSaysNoSpace() {
        Descriptor.allocate(descriptor, 4096);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Descriptor.allocate(descriptor, TOO_MUCH_BYTES))
                .returns(Errno.ENOSPC, OsException::errno)
                .returns("fallocate", OsException::call);
        assertThat(Descriptor.status(descriptor).sizeBytes()).isEqualTo(4096);
    }

    /** The substitute for allocation says the same, and gives back what it took. */
    @Test
    void zeroFillSaysNoSpaceAndRestoresTheLength() {
        Descriptor.allocate(descriptor, 4096);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> ZeroFill.extend(descriptor, TOO_MUCH_BYTES))
                .returns(Errno.ENOSPC, OsException::errno);
        assertThat(Descriptor.status(descriptor).sizeBytes()).isEqualTo(4096);
    }
}
