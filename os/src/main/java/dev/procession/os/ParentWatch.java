package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A child that dies by the kernel's hand when its parent does.
 *
 * <p>No thread of a JVM can promise to end it: while a collection waits for one thread that does not reach a safepoint,
 * no other runs. So the kernel does it, by a FIFO:
 *
 * <ol>
 *   <li>the parent {@linkplain #createFifo creates} it and {@linkplain #openWriter holds its only writing end}, with
 *       O_CLOEXEC, and never writes to it;
 *   <li>each child opens it for reading and {@linkplain #armKillOnHangup asks} for SIGKILL instead of SIGIO whenever
 *       the FIFO has news;
 *   <li>the only news it can ever have is that the last writer is gone: the parent ended, by whatever cause, or closed.
 * </ol>
 *
 * <p>What must hold: nobody writes to the FIFO, no child keeps a copy of the writing end, and the armed descriptor
 * stays open. A child that arms after its parent's end hears nothing any more; so after arming it checks, by
 * {@link Self#parentPid}, that its parent is still the one that started it.
 */
public final class ParentWatch {
    private static final int S_IFIFO = 0x1000;
    private static final int OWNER_ONLY = 0x180; // rw-------

    private static final int F_SETOWN = 8;
    private static final int F_SETSIG = 10;

    private static final int READER = Descriptor.O_RDONLY | Descriptor.O_NONBLOCK | Descriptor.O_NOFOLLOW;

    private ParentWatch() {}

    /**
     * Creates a FIFO that only this user can open.
     *
     * @param path of the new file
     */
    public static void createFifo(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = CString.allocate(arena, path.toString());
            long result = Syscall.call(
                    SyscallNumber.MKNODAT, Descriptor.AT_FDCWD, name.address(), S_IFIFO | OWNER_ONLY, 0, 0, 0, name);
            if (result < 0) {
                throw OsException.about(path, result, "mknod");
            }
        }
    }

    /**
     * Opens the writing end, without waiting for a reader.
     *
     * @param fifo made by {@link #createFifo}
     * @return the descriptor, whose closing ends all armed children
     */
    public static int openWriter(Path fifo) {
        // Without any reader the opening for writing would fail (ENXIO) or wait.
        int reader = Descriptor.openFile(fifo, READER, 0);
        try {
            return Descriptor.openFile(fifo, Descriptor.O_WRONLY | Descriptor.O_NONBLOCK | Descriptor.O_NOFOLLOW, 0);
        } finally {
            Descriptor.close(reader);
        }
    }

    /**
     * In the child: lets the kernel end this process by SIGKILL as soon as the FIFO's last writer is gone; with its whole
     * group, if it leads one.
     *
     * @param fifo made by {@link #createFifo}
     * @return the descriptor, to be kept open for as long as the process lives
     */
    public static int armKillOnHangup(Path fifo) {
        int reader = Descriptor.openFile(fifo, READER, 0);
        try {
            int pid = Self.pid();
            arm(reader, Self.group() == pid ? -pid : pid); // what we start stays in our group, unless it leaves
            return reader;
        } catch (RuntimeException e) {
            Descriptor.close(reader);
            throw e;
        }
    }

    /**
     * Opens the reading end for a child that cannot arm itself: it inherits the descriptor, and {@link #armForGroup} does the
     * rest.
     *
     * @param fifo made by {@link #createFifo}
     * @return the descriptor, which the child must keep open
     */
    public static int openReader(Path fifo) {
        return Descriptor.openFile(fifo, READER, 0);
    }

    /**
     * In the parent: lets the kernel end a whole group by SIGKILL as soon as the FIFO's last writer is gone. Owner and signal
     * belong to the open file, so they hold for as long as any process has it open.
     *
     * @param reader what {@link #openReader} gave, and the group's leader has inherited
     * @param group the process group
     */
    public static void armForGroup(int reader, int group) {
        if (group <= 1) {
            throw new IllegalArgumentException("Not a process group that could be ended: " + group);
        }
        arm(reader, -group);
    }

    private static void arm(int reader, int owner) {
        Descriptor.control(reader, F_SETOWN, owner);
        Descriptor.control(reader, F_SETSIG, Signals.SIGKILL);
        Descriptor.control(reader, Descriptor.F_SETFL, Descriptor.O_ASYNC | Descriptor.O_NONBLOCK);
    }
}
