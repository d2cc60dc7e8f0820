package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * File descriptors: opening, closing, asking, allocating, and the bytes that go through them.
 *
 * <p>Every descriptor made here has O_CLOEXEC; none reaches a child by accident.
 */
public final class Descriptor {
    /** Open for reading. */
    public static final int O_RDONLY = 0;
    /** Open for writing. */
    public static final int O_WRONLY = 1;
    /** Open for both. */
    public static final int O_RDWR = 2;
    /** Create the file if it is not there. */
    public static final int O_CREAT = 0x40;
    /** With {@link #O_CREAT}: fail if it is there. */
    public static final int O_EXCL = 0x80;
    /** Cut it to no length. */
    public static final int O_TRUNC = 0x200;
    /** Write at its end only. */
    public static final int O_APPEND = 0x400;
    /** Do not wait, here and in later reads and writes. */
    public static final int O_NONBLOCK = 0x800;
    /** Fail unless it is a directory. */
    public static final int O_DIRECTORY = SyscallNumber.O_DIRECTORY;
    /** Fail if the last name of the path is a symbolic link. */
    public static final int O_NOFOLLOW = SyscallNumber.O_NOFOLLOW;

    /** Result of {@link #read}: the other end is closed, or the file has ended. */
    public static final int END_OF_FILE = 0;
    /** Result of {@link #read} and {@link #write} on a descriptor with O_NONBLOCK: not now. */
    public static final int WOULD_BLOCK = -1;

    static final int O_CLOEXEC = 0x80000;
    static final int O_ASYNC = 0x2000;
    static final int AT_FDCWD = -100;

    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_NOEXEC_SEAL = 8; // where vm.memfd_noexec is 2, others are refused
    private static final int EFD_NONBLOCK = O_NONBLOCK;
    private static final int EFD_CLOEXEC = O_CLOEXEC;

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7FF;

    // struct statx, the same on all architectures, which struct stat is not
    private static final int STATX_LINKS = 16;
    private static final int STATX_UID = 20;
    private static final int STATX_MODE = 28; // 16 bits, the next 16 are spare
    private static final int STATX_INODE = 32;
    private static final int STATX_SIZE = 40;
    private static final int STATX_DEVICE_MAJOR = 136;
    private static final int STATX_DEVICE_MINOR = 140;

    private Descriptor() {}

    /**
     * Opens a file.
     *
     * @param path of the file; a relative one starts at the JVM's working directory
     * @param flags O_ constants; O_CLOEXEC is added
     * @param mode permissions of a file that is created, less the process's umask
     * @return the descriptor
     */
    public static int openFile(Path path, int flags, int mode) {
        long result = open(path.toString(), flags, mode);
        if (result < 0) {
            throw OsException.about(path, result, "open");
        }
        return (int) result;
    }

    /** Opens by name and gives the raw result, for callers to whom a missing file is an answer. */
    static long open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = CString.allocate(arena, path);
            long result;
            do {
                result = Syscall.call(
                        SyscallNumber.OPENAT, AT_FDCWD, name.address(), flags | O_CLOEXEC, mode, 0, 0, name);
            } while (result == -Errno.EINTR);
            return result;
        }
    }

    /**
     * Closes a descriptor. It is gone afterwards in any case, also if this throws, except with EBADF.
     *
     * @param descriptor to close
     */
    public static void close(int descriptor) {
        long result = Syscall.call(SyscallNumber.CLOSE, descriptor, 0, 0);
        // Linux frees the number before anything can interrupt it: closing again could hit somebody else's.
        if (result < 0 && result != -Errno.EINTR) {
            throw OsException.about(descriptor, result, "close");
        }
    }

    /**
     * Asks what a descriptor leads to.
     *
     * @param descriptor to look at
     * @return what the kernel knows about it
     */
    public static FileStatus status(int descriptor) {
        Scratch scratch = Scratch.mine();
        long at = scratch.structAddress();
        long emptyPath = scratch.timeAddress(0); // sixteen zero bytes, of which one is needed
        long result = Syscall.call(SyscallNumber.STATX, descriptor, emptyPath, AT_EMPTY_PATH, STATX_BASIC_STATS, at, 0);
        if (result < 0) {
            throw OsException.about(descriptor, result, "statx");
        }
        return new FileStatus(
                device(scratch.intAt(STATX_DEVICE_MAJOR), scratch.intAt(STATX_DEVICE_MINOR)),
                scratch.longAt(STATX_INODE),
                scratch.intAt(STATX_LINKS),
                scratch.longAt(STATX_SIZE),
                scratch.intAt(STATX_UID),
                scratch.intAt(STATX_MODE) & 0xFFFF);
    }

    /** The bits of a device number as {@code st_dev} has them, which is also what Java shows as {@code unix:dev}. */
    private static long device(int major, int minor) {
        return ((major & 0xFFFF_F000L) << 32)
                | ((major & 0xFFFL) << 8)
                | ((minor & 0xFFFF_FF00L) << 12)
                | (minor & 0xFFL);
    }

    /**
     * Gives a file real space from its start up to a length, and this length if it is shorter, so that a later write to
     * its mapping cannot fail. Contents stay.
     *
     * <p>On a file system without such a call, zeros are written behind the present end; holes before it stay holes.
     *
     * @param descriptor open for writing
     * @param bytes the length, positive
     * @throws OsException with ENOSPC if there is not so much space; the file then keeps the length it had
     */
    public static void allocate(int descriptor, long bytes) {
        long result;
        do {
            result = Syscall.call(SyscallNumber.FALLOCATE, descriptor, 0, 0, bytes, 0, 0);
        } while (result == -Errno.EINTR);
        if (result == -Errno.EOPNOTSUPP) {
            ZeroFill.extend(descriptor, bytes);
        } else if (result < 0) {
            throw OsException.about(descriptor, result, "fallocate");
        }
    }

    /**
     * Sets the length of a file; new bytes are zero and have no space yet.
     *
     * @param descriptor open for writing
     * @param bytes the new length
     */
    public static void truncate(int descriptor, long bytes) {
        long result = Syscall.call(SyscallNumber.FTRUNCATE, descriptor, bytes, 0);
        if (result < 0) {
            throw OsException.about(descriptor, result, "ftruncate");
        }
    }

    /**
     * Makes a pipe.
     *
     * @param nonBlockingReads whether the read end answers {@link #WOULD_BLOCK}; the write end always waits
     * @return both ends
     */
    public static PipeEnds pipe(boolean nonBlockingReads) {
        Scratch scratch = Scratch.mine();
        long result = Syscall.call(SyscallNumber.PIPE2, scratch.structAddress(), O_CLOEXEC, 0);
        if (result < 0) {
            throw new OsException((int) -result, "pipe2", "");
        }
        PipeEnds ends = new PipeEnds(scratch.intAt(0), scratch.intAt(Integer.BYTES));
        if (nonBlockingReads) {
            control(ends.read(), F_SETFL, O_NONBLOCK);
        }
        return ends;
    }

    /**
     * Lets reads and writes of an open file answer {@link #WOULD_BLOCK} where they would wait.
     *
     * @param descriptor any that leads to the open file
     */
    public static void dontWait(int descriptor) {
        control(descriptor, F_SETFL, control(descriptor, F_GETFL, 0) | O_NONBLOCK);
    }

    /**
     * Makes an empty file that has no name and ends with its last descriptor. In {@code /proc/self/fd} it can be opened again.
     *
     * @param label shown in {@code /proc}, for people
     * @return the descriptor, for reading and writing
     */
    public static int memoryFile(String label) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = CString.allocate(arena, label);
            long result = memoryFile(name, MFD_CLOEXEC | MFD_NOEXEC_SEAL);
            if (result == -Errno.EINVAL) { // before Linux 6.3
                result = memoryFile(name, MFD_CLOEXEC);
            }
            if (result < 0) {
                throw new OsException((int) -result, "memfd_create", "'" + label + "'");
            }
            return (int) result;
        }
    }

    private static long memoryFile(MemorySegment name, int flags) {
        return Syscall.call(SyscallNumber.MEMFD_CREATE, name.address(), flags, 0, 0, 0, 0, name);
    }

    /**
     * Lets a number that programs know lead to another open file; what it led to before is closed. Programs that are started
     * inherit it.
     *
     * @param descriptor to what it shall lead; stays open
     * @param known the number, such as 1 for standard output
     */
    public static void replace(int descriptor, int known) {
        long result;
        do {
            result = Syscall.call(SyscallNumber.DUP3, descriptor, known, 0);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            throw OsException.about(descriptor, result, "dup3");
        }
    }

    /** A second descriptor for the same open file, with a number of at least the given one. */
    static int duplicate(int descriptor, int atLeast) {
        return (int) control(descriptor, F_DUPFD_CLOEXEC, atLeast);
    }

    /**
     * Makes a counter that can be polled, which starts at zero and never blocks; see {@link EventFd}.
     *
     * @return the descriptor
     */
    public static int eventFd() {
        long result = Syscall.call(SyscallNumber.EVENTFD2, 0, EFD_CLOEXEC | EFD_NONBLOCK, 0);
        if (result < 0) {
            throw new OsException((int) -result, "eventfd2", "");
        }
        return (int) result;
    }

    /**
     * Reads what is there, waiting for the first byte unless the descriptor has O_NONBLOCK.
     *
     * @param descriptor to read
     * @param buffer native memory, not empty
     * @return how many bytes, {@link #END_OF_FILE} or {@link #WOULD_BLOCK}
     */
    public static long read(int descriptor, MemorySegment buffer) {
        return transfer(SyscallNumber.READ, "read", descriptor, buffer);
    }

    /**
     * Writes some or all of a buffer.
     *
     * @param descriptor to write
     * @param buffer native memory, not empty
     * @return how many bytes, at least one, or {@link #WOULD_BLOCK}
     */
    public static long write(int descriptor, MemorySegment buffer) {
        return transfer(SyscallNumber.WRITE, "write", descriptor, buffer);
    }

    private static long transfer(int number, String call, int descriptor, MemorySegment buffer) {
        if (!buffer.isNative() || buffer.byteSize() == 0) {
            throw new IllegalArgumentException("Not native memory of at least one byte: " + buffer);
        }
        long result;
        do {
            result = Syscall.call(number, descriptor, buffer.address(), buffer.byteSize(), 0, 0, 0, buffer);
        } while (result == -Errno.EINTR);
        if (result == -Errno.EAGAIN) {
            return WOULD_BLOCK;
        }
        if (result < 0) {
            throw OsException.about(descriptor, result, call);
        }
        return result;
    }

    /** {@code fcntl} with a number or the address of thread-private memory. */
    static long control(int descriptor, int command, long argument) {
        long result = Syscall.call(SyscallNumber.FCNTL, descriptor, command, argument);
        if (result < 0) {
            throw OsException.about(descriptor, result, "fcntl");
        }
        return result;
    }
}
