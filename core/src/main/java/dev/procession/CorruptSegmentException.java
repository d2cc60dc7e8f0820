package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A shared segment holds what no process of ours writes: damaged, foreign, or of another version.
 *
 * <p>Nothing of it is used. The process that shares it is treated as unable to go on.
 */
public final class CorruptSegmentException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which object, and what to do
     * @param cause what led to it, or null
     */
    public CorruptSegmentException(String message, @Nullable Throwable cause) {
        super("PRC-111", message, cause);
    }
}
