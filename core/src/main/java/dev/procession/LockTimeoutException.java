package dev.procession;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lock could not be taken in time; the message says who holds it. */
public final class LockTimeoutException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What the thread was part of. */
    private final transient @Nullable Deadlock deadlock;

    /**
     * Creates the exception.
     *
     * @param lock the lock and its holder, in words
     * @param deadlock what the thread was part of, or null
     */
    public LockTimeoutException(String lock, @Nullable Deadlock deadlock) {
        super(
                "PRC-502",
                lock + " could not be taken in time"
                        + "\n  effect:  it is not held here, and nothing was changed"
                        + "\n  remedy:  "
                        + (deadlock == null
                                ? "look at what the holder does; a DeadlockWatch tells where it was taken"
                                : "take locks in one order everywhere, or give back those held here and try again: "
                                        + deadlock),
                null);
        this.deadlock = deadlock;
    }

    /**
     * The deadlock that the thread was part of, if a {@link dev.procession.sync.DeadlockWatch} was on and it was part of one.
     *
     * @return the deadlock; empty also after this exception came from another process, where only its text is known
     */
    public Optional<Deadlock> deadlock() {
        return Optional.ofNullable(deadlock);
    }
}
