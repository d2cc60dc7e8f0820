package dev.procession;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Threads, of one process or several, each of which waits for a lock that the next one holds, and the last for one of the first's.
 *
 * @param waits the threads, in that order
 */
public record Deadlock(List<Wait> waits) {
    /** Copies the list. */
    public Deadlock {
        waits = List.copyOf(waits);
    }

    /**
     * A thread that waits for a lock.
     *
     * @param pid its process
     * @param threadId its number there, as {@link Thread#threadId} says
     * @param lock the lock, in words
     * @param details the thread's name, where it waits, which locks it holds and where it took them; empty for what was taken before
     *     the watch began
     */
    public record Wait(long pid, long threadId, String lock, String details) {}

    /** All of it, in lines. */
    @Override
    public String toString() {
        return waits.stream()
                .map(wait -> "process " + wait.pid + ", thread " + wait.threadId + " waits for " + wait.lock
                        + ", which the next one holds\n" + wait.details.indent(2))
                .collect(Collectors.joining("", "deadlock of " + waits.size() + " threads\n", ""));
    }
}
