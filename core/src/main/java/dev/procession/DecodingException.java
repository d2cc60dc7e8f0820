package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from another process cannot be turned into a value: damaged, too large, or of a class that is not accepted.
 *
 * <p>Only this value is lost. What was decoded before, and the messages after it, are not affected.
 */
public final class DecodingException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which value, and what to do
     * @param cause what led to it, or null
     */
    public DecodingException(String message, @Nullable Throwable cause) {
        super("PRC-304", message, cause);
    }
}
