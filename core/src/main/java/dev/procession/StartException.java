package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A child process could not be started, or ended before it was ready.
 *
 * <p>The message carries its command line, how it ended and what it printed.
 */
public final class StartException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which object, and what to do
     * @param cause what led to it, or null
     */
    public StartException(String message, @Nullable Throwable cause) {
        super("PRC-401", message, cause);
    }
}
