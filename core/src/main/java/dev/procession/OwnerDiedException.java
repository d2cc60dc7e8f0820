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
     * @param pid the process that died with it
     */
    public OwnerDiedException(String lock, long pid) {
        super(
                "PRC-501",
                lock + " was held by process " + pid + ", which died"
                        + "\n  effect:  what it guards may be half changed; who gets this from a lock() does not hold it"
                        + "\n  remedy:  recover() takes it all the same, a grant's recovered() keeps it: put right what it guards",
                null);
        this.pid = pid;
    }

    /**
     * Returns which process died.
     *
     * @return its pid
     */
    public long pid() {
        return pid;
    }
}
