package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a process asks and sets about itself. */
public final class Self {
    /** A limit that does not limit. */
    public static final long UNLIMITED = -1L;

    private static final int PR_SET_PDEATHSIG = 1;
    private static final int RLIMIT_CORE = 4;
    private static final long FIRST_MASK_BYTES = 128; // 1,024 CPUs, what the C library assumes
    private static final long LARGEST_MASK_BYTES = 64 * 1024;

    private Self() {}

    /** {@return the number of this process} */
    public static int pid() {
        return (int) Syscall.call(SyscallNumber.GETPID, 0, 0, 0);
    }

    /** {@return the number of the parent as it is now: another one than at the start, if that one has ended} */
    public static int parentPid() {
        return (int) Syscall.call(SyscallNumber.GETPPID, 0, 0, 0);
    }

    /** {@return the number of the user whom this process runs for} */
    public static int userId() {
        return (int) Syscall.call(SyscallNumber.GETUID, 0, 0, 0);
    }

    /** {@return the process group this process is in} */
    public static int group() {
        return (int) Syscall.call(SyscallNumber.GETPGID, 0, 0, 0);
    }

    /** Moves this process into a group of its own, named after it; does nothing if it leads one already. */
    public static void becomeGroupLeader() {
        int pid = pid();
        if (group() == pid) {
            return; // and a session leader would get EPERM
        }
        long result = Syscall.call(SyscallNumber.SETPGID, 0, 0, 0);
        if (result < 0) {
            throw new OsException((int) -result, "setpgid", "pid " + pid);
        }
    }

    /**
     * Asks for a signal when the parent ends. A second line only: it comes when the <i>thread</i> ends that started
     * this process, and is forgotten when the thread ends that calls this. See {@link ParentWatch} for the first.
     *
     * @param signal its number, 0 for none
     */
    public static void setParentDeathSignal(int signal) {
        long result = Syscall.call(SyscallNumber.PRCTL, PR_SET_PDEATHSIG, signal, 0);
        if (result < 0) {
            throw new OsException((int) -result, "prctl", "PR_SET_PDEATHSIG " + signal);
        }
    }

    /**
     * Limits the core dumps of a process.
     *
     * @param pid the process, 0 for this one
     * @param bytes both the limit and the bound to which it may be raised again, or {@link #UNLIMITED}
     */
    public static void setCoreLimit(int pid, long bytes) {
        Scratch scratch = Scratch.mine();
        scratch.putLong(0, bytes);
        scratch.putLong(Long.BYTES, bytes);
        long result = Syscall.call(SyscallNumber.PRLIMIT64, pid, RLIMIT_CORE, scratch.structAddress());
        if (result < 0) {
            throw new OsException((int) -result, "prlimit", "RLIMIT_CORE of pid " + (pid == 0 ? pid() : pid));
        }
    }

    /** {@return how many CPUs the calling thread may run on; a quota of its cgroup is another matter} */
    public static int allowedCpus() {
        for (long bytes = FIRST_MASK_BYTES; ; bytes *= 2) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment mask = arena.allocate(bytes, Long.BYTES);
                long result = Syscall.call(SyscallNumber.SCHED_GETAFFINITY, 0, bytes, mask.address(), 0, 0, 0, mask);
                if (result >= 0) {
                    return bits(mask, result);
                }
                if (result != -Errno.EINVAL || bytes >= LARGEST_MASK_BYTES) { // EINVAL: the machine has more CPUs
                    throw new OsException((int) -result, "sched_getaffinity", "this thread");
                }
            }
        }
    }

    private static int bits(MemorySegment mask, long bytes) {
        int count = 0;
        for (long at = 0; at < bytes; at += Long.BYTES) {
            count += Long.bitCount(mask.get(ValueLayout.JAVA_LONG, at));
        }
        return count;
    }
}
