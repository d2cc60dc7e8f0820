package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A pool cannot start workers any more, and has ended every task it still had.
 *
 * <p>The cause is the last failed start, with the command line and the words of the process that did not come up.
 */
public final class PoolBrokenException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which object, and what to do
     * @param cause what led to it, or null
     */
    public PoolBrokenException(String message, @Nullable Throwable cause) {
        super("PRC-305", message, cause);
    }
}
