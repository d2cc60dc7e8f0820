package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The FIFO between parent and child; its deadly end is tested where whole JVMs are started. */
final class ParentWatchTest {
    private static final int READER = Descriptor.O_RDONLY | Descriptor.O_NONBLOCK;

    @TempDir
    Path folder;

    /** The FIFO is one, and nobody else's. */
    @Test
    void createsAFifoForThisUserOnly() {
        Path fifo = folder.resolve("fifo");
        ParentWatch.createFifo(fifo);
        int descriptor = Descriptor.openFile(fifo, READER, 0);
        try {
            FileStatus status = Descriptor.status(descriptor);
            assertThat(status.isFifo()).isTrue();
            assertThat(status.permissions()).isEqualTo(0600);
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** A name that is taken is refused, whatever has it. */
    @Test
    void refusesATakenName() throws Exception {
        Path taken = Files.createFile(folder.resolve("taken"));
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> ParentWatch.createFifo(taken))
                .returns(Errno.EEXIST, OsException::errno)
                .withMessage("mknod('" + taken + "') failed: EEXIST (file exists)");
    }

    /** The writer does not wait for a reader, and when it closes, readers see the end: it was the only one. */
    @Test
    void readersSeeTheEndOfTheOnlyWriter() {
        Path fifo = folder.resolve("fifo");
        ParentWatch.createFifo(fifo);
        int writer = ParentWatch.openWriter(fifo);
        int reader = Descriptor.openFile(fifo, READER, 0);
        Poll poll = new Poll(1);
        poll.add(reader, Poll.READABLE);
        try {
            assertThat(poll.await(0))
                    .as("nothing happens while the writer is open")
                    .isZero();
            Descriptor.close(writer);
            assertThat(poll.await(Futex.NO_DEADLINE)).isEqualTo(1);
            assertThat(poll.readyEvents(0)).isEqualTo(Poll.HANGUP);
        } finally {
            Descriptor.close(reader);
        }
    }

    /** The descriptor that opened the FIFO first to let the writer in is closed again: nobody reads. */
    @Test
    void writerIsAlone() {
        Path fifo = folder.resolve("fifo");
        ParentWatch.createFifo(fifo);
        int writer = ParentWatch.openWriter(fifo);
        try (Arena arena = Arena.ofConfined()) {
            var bytes = Child.bytes(arena, "x");
            assertThatExceptionOfType(OsException.class)
                    .isThrownBy(() -> Descriptor.write(writer, bytes))
                    .returns(Errno.EPIPE, OsException::errno);
        } finally {
            Descriptor.close(writer);
        }
    }

    /** A link in the FIFO's place is not followed. */
    @Test
    void refusesALink() throws Exception {
        Path fifo = folder.resolve("fifo");
        ParentWatch.createFifo(fifo);
        Path link = Files.createSymbolicLink(folder.resolve("link"), fifo);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> ParentWatch.openWriter(link))
                .returns(Errno.ELOOP, OsException::errno);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> ParentWatch.armKillOnHangup(link))
                .returns(Errno.ELOOP, OsException::errno);
    }
}
