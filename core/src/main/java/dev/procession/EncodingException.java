package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A value cannot be turned into bytes for another process; nothing of it was sent.
 *
 * <p>The message names the path of fields from the value to what stands in the way. The {@linkplain #getCause() cause}
 * is what the JDK or a {@code writeObject} method threw.
 */
public final class EncodingException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which value, and what to do
     * @param cause what led to it, or null
     */
    public EncodingException(String message, @Nullable Throwable cause) {
        super("PRC-303", message, cause);
    }
}
