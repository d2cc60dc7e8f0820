package dev.procession.os;

/**
 * The numbers that differ between processor architectures, and nothing else. Every other constant of this package has
 * one value on all supported platforms and stands in the class that uses it.
 */
final class SyscallNumber {
    /** What {@link #pick} gives on an architecture that is not in the table; {@link Syscall} then refuses to link. */
    static final int UNKNOWN = -1;

    /** {@code os.arch} of this JVM. */
    static final String ARCHITECTURE = System.getProperty("os.arch", "unknown");

    //                                          x86-64   aarch64
    static final int READ = pick(0, 63);
    static final int WRITE = pick(1, 64);
    static final int CLOSE = pick(3, 57);
    static final int MMAP = pick(9, 222);
    static final int MUNMAP = pick(11, 215);
    static final int IOCTL = pick(16, 29);
    static final int PWRITE64 = pick(18, 68);
    static final int GETPID = pick(39, 172);
    static final int KILL = pick(62, 129);
    static final int FCNTL = pick(72, 25);
    static final int FTRUNCATE = pick(77, 46);
    static final int SETPGID = pick(109, 154);
    static final int GETPPID = pick(110, 173);
    static final int GETUID = pick(102, 174);
    static final int GETPGID = pick(121, 155);
    static final int SETPRIORITY = pick(141, 140);
    static final int PRCTL = pick(157, 167);
    static final int FUTEX = pick(202, 98);
    static final int SCHED_SETAFFINITY = pick(203, 122);
    static final int SCHED_GETAFFINITY = pick(204, 123);
    static final int CLOCK_GETTIME = pick(228, 113);
    static final int WAITID = pick(247, 95);
    static final int OPENAT = pick(257, 56);
    static final int MKNODAT = pick(259, 33);
    static final int PPOLL = pick(271, 73);
    static final int FALLOCATE = pick(285, 47);
    static final int EVENTFD2 = pick(290, 19);
    static final int DUP3 = pick(292, 24);
    static final int PIPE2 = pick(293, 59);
    static final int PRLIMIT64 = pick(302, 261);
    static final int MEMFD_CREATE = pick(319, 279);
    static final int STATX = pick(332, 291);
    static final int PIDFD_SEND_SIGNAL = pick(424, 424);
    static final int PIDFD_OPEN = pick(434, 434);
    static final int FUTEX_WAITV = pick(449, 449);

    static final int O_DIRECTORY = pick(0x10000, 0x4000);
    static final int O_NOFOLLOW = pick(0x20000, 0x8000);

    private SyscallNumber() {}

    private static int pick(int x86, int arm) {
        return switch (ARCHITECTURE) {
            case "amd64", "x86_64" -> x86;
            case "aarch64", "arm64" -> arm;
            default -> UNKNOWN;
        };
    }
}
