package dev.procession.os;

/** What the kernel lets a process have at most; set for another process, which then passes it on to its children. */
public enum ProcessLimit {
    /** Seconds of processor time; SIGXCPU, and SIGKILL a second later. */
    CPU_SECONDS(0),
    /** The size of a file that it writes, in bytes; SIGXFSZ. */
    FILE_BYTES(1),
    /** The stack of its main thread, in bytes. */
    STACK_BYTES(3),
    /** Processes and threads of its user. */
    PROCESSES(6),
    /** Open descriptors. */
    DESCRIPTORS(7),
    /** Memory that it locks, in bytes. */
    LOCKED_BYTES(8),
    /** Address space, in bytes; a JVM reserves many times what it uses. */
    ADDRESS_SPACE_BYTES(9);

    private final int number;

    ProcessLimit(int number) {
        this.number = number;
    }

    /**
     * Sets both the limit and the bound to which it may be raised again; for processor time that is a second more, since the
     * kernel kills at the bound, and at the limit only says so.
     *
     * @param pid the process
     * @param value the limit, or {@link Self#UNLIMITED}
     */
    public void set(int pid, long value) {
        Scratch scratch = Scratch.mine();
        scratch.putLong(0, value);
        scratch.putLong(Long.BYTES, this == CPU_SECONDS && value != Self.UNLIMITED ? value + 1 : value);
        long result = Syscall.call(SyscallNumber.PRLIMIT64, pid, number, scratch.structAddress());
        if (result < 0) {
            throw new OsException((int) -result, "prlimit", name() + " " + value + " of pid " + pid);
        }
    }
}
