package dev.procession;

import java.io.Serial;

/**
 * The process that held a lock died with it. Whoever asks for the lock meanwhile gets this, and does not hold the lock: what it
 * guards may be half changed. It stays so until somebody {@linkplain dev.procession.sync.ProcessLock#recover recovers} it.
 */
public final class OwnerDiedException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The process that died. */
    private final long pid;

    /**
     * Creates the exception.
     *
     * @param lock the lock, in words
     * @param pid the process that died with it; 0 if that is not known
     */
    public OwnerDiedException(String lock, long pid) {
        super(
                "PRC-501",
                lock + " was held by " + (pid == 0 ? "a process" : "process " + pid) + ", which died"
                        + "\n  effect:  what it guards may be half changed; who gets this from a lock() does not hold it"
                        + "\n  remedy:  recover() takes it all the same, a grant's recovered() keeps it: put right what it guards",
                null);
        this.pid = pid;
    }

    /**
     * Returns which process died. It is for messages: whoever finds a death makes the lock inconsistent, and writes the pid down a moment
     * later.
     *
     * @return its pid; 0, or that of one that died with the lock before, if it was not yet written down
     */
    public long pid() {
        return pid;
    }
}
