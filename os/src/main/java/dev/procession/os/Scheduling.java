package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collection;

/** Where and with which priority another process runs. What it starts afterwards, threads too, inherits it. */
public final class Scheduling {
    private static final int PRIO_PROCESS = 0;

    private Scheduling() {}

    /**
     * Chooses the CPUs of a process that has one thread still.
     *
     * @param pid the process
     * @param cpus their numbers
     * @throws OsException with EINVAL if none of them is there and allowed
     */
    public static void setCpus(int pid, Collection<Integer> cpus) {
        int highest = cpus.stream().mapToInt(Integer::intValue).max().orElseThrow();
        long bytes = (highest / Long.SIZE + 1L) * Long.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(bytes, Long.BYTES);
            for (int cpu : cpus) {
                long at = (long) (cpu / Long.SIZE) * Long.BYTES;
                mask.set(ValueLayout.JAVA_LONG, at, mask.get(ValueLayout.JAVA_LONG, at) | 1L << cpu % Long.SIZE);
            }
            long result = Syscall.call(SyscallNumber.SCHED_SETAFFINITY, pid, bytes, mask.address(), 0, 0, 0, mask);
            if (result < 0) {
                throw new OsException((int) -result, "sched_setaffinity", "CPUs " + cpus + " for pid " + pid);
            }
        }
    }

    /**
     * Chooses the priority of a process.
     *
     * @param pid the process
     * @param nice from -20, the first to run, to 19, the last; below that of the caller only with privileges
     */
    public static void setPriority(int pid, int nice) {
        long result = Syscall.call(SyscallNumber.SETPRIORITY, PRIO_PROCESS, pid, nice);
        if (result < 0) {
            throw new OsException((int) -result, "setpriority", "nice " + nice + " for pid " + pid);
        }
    }
}
