package dev.procession.os;

/**
 * What {@code /proc} says about a process.
 *
 * @param pid its number
 * @param state its state: R running, S sleeping, D in the kernel, T stopped, Z ended but not reaped, X gone
 * @param parentPid its parent now
 * @param group its process group
 * @param startTicks when it started, in clock ticks since boot; with the pid an identity, for messages and checks
 */
public record ProcessStat(int pid, char state, int parentPid, int group, long startTicks) {
    /** {@return whether it has ended, though it may still wait to be reaped} */
    public boolean hasEnded() {
        return state == 'Z' || state == 'X';
    }
}
