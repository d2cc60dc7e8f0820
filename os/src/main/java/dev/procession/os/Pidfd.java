package dev.procession.os;

import org.jspecify.annotations.Nullable;

/**
 * Descriptors that stand for one process and never for a later one with the same pid. Readable, for {@link Poll}, when
 * the process has ended.
 */
public final class Pidfd {
    private static final int P_PID = 1;
    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;

    // siginfo_t of a child
    private static final int SI_CODE = 8;
    private static final int SI_PID = 16; // stays 0 if there is nothing to tell
    private static final int SI_STATUS = 24;
    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    // struct pidfd_info in its first form, 64 bytes, and the ioctl whose number contains this size
    private static final int PIDFD_GET_INFO = 0xC040_FF0B;
    private static final int INFO_MASK = 0;
    private static final int INFO_EXIT_CODE = 60;
    private static final int PIDFD_INFO_EXIT = 8;

    private Pidfd() {}

    /**
     * Opens a process, which may also be a zombie.
     *
     * <p>Whoever opens another's child, or its own after somebody could have reaped it, must check afterwards that it
     * is the one it meant.
     *
     * @param pid its number
     * @return the descriptor
     * @throws OsException with ESRCH if there is none with this pid
     */
    public static int open(int pid) {
        long result = Syscall.call(SyscallNumber.PIDFD_OPEN, pid, 0, 0);
        if (result < 0) {
            throw new OsException((int) -result, "pidfd_open", "pid " + pid);
        }
        return (int) result;
    }

    /**
     * Sends a signal.
     *
     * @param pidfd the process
     * @param signal its number, or 0 to send none and only learn whether one could
     * @return false if the process has ended and been reaped
     */
    public static boolean sendSignal(int pidfd, int signal) {
        long result = Syscall.call(SyscallNumber.PIDFD_SEND_SIGNAL, pidfd, signal, 0);
        if (result == -Errno.ESRCH) {
            return false;
        }
        if (result < 0) {
            throw new OsException((int) -result, "pidfd_send_signal", Signals.name(signal) + " to descriptor " + pidfd);
        }
        return true;
    }

    /**
     * Learns how a child of this process ended, and reaps it.
     *
     * @param pidfd a child of this process
     * @param keepZombie whether to leave it for somebody else to reap
     * @param block whether to wait for its end; deaf to {@link Thread#interrupt}
     * @return null if it has not ended
     * @throws OsException with ECHILD if it is not our child, or has been reaped
     */
    public static @Nullable RawExit waitFor(int pidfd, boolean keepZombie, boolean block) {
        int options = WEXITED | (block ? 0 : WNOHANG) | (keepZombie ? WNOWAIT : 0);
        Scratch scratch = Scratch.mine();
        long result;
        do {
            scratch.putInt(SI_PID, 0);
            result = Syscall.call(SyscallNumber.WAITID, P_PIDFD, pidfd, scratch.structAddress(), options, 0, 0);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            throw OsException.about(pidfd, result, "waitid");
        }
        if (scratch.intAt(SI_PID) == 0) {
            return null;
        }
        int code = scratch.intAt(SI_CODE);
        return new RawExit(code != CLD_EXITED, scratch.intAt(SI_STATUS), code == CLD_DUMPED);
    }

    /**
     * Waits for the end of a child for which there is no descriptor, and reaps it; deaf to {@link Thread#interrupt}.
     *
     * @param pid a child of this process that has been killed
     */
    public static void reap(int pid) {
        long result;
        do {
            result = Syscall.call(
                    SyscallNumber.WAITID, P_PID, pid, Scratch.mine().structAddress(), WEXITED, 0, 0);
        } while (result == -Errno.EINTR);
    }

    /**
     * Learns how a process ended that somebody has reaped, also one that was never our child (Linux 6.15).
     *
     * @param pidfd the process
     * @return null if it runs, if it is a zombie still, or if the kernel cannot tell
     */
    public static @Nullable RawExit infoExit(int pidfd) {
        Scratch scratch = Scratch.mine();
        scratch.clear();
        scratch.putLong(INFO_MASK, PIDFD_INFO_EXIT);
        // As an unsigned int: the kernel looks at 32 bits, and the sign must not spill into the others.
        long command = Integer.toUnsignedLong(PIDFD_GET_INFO);
        long result = Syscall.call(SyscallNumber.IOCTL, pidfd, command, scratch.structAddress());
        if (result == -Errno.EBADF) {
            throw OsException.about(pidfd, result, "ioctl");
        }
        // Kernels without the call say ENOTTY or EINVAL, those before 6.15 ESRCH or a mask without the exit code.
        if (result < 0 || (scratch.longAt(INFO_MASK) & PIDFD_INFO_EXIT) == 0) {
            return null;
        }
        return RawExit.ofStatusWord(scratch.intAt(INFO_EXIT_CODE));
    }
}
