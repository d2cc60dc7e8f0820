package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Shared memory was refused when an object was about to be created.
 *
 * <p>Space is taken for real at creation, so what exists can be written to its last byte: this exception stands where other programs
 * are ended by {@code SIGBUS} later. Nothing was created and nothing that existed is touched.
 */
public final class OutOfSharedMemoryException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which object, and what to do
     * @param cause what led to it, or null
     */
    public OutOfSharedMemoryException(String message, @Nullable Throwable cause) {
        super("PRC-110", message, cause);
    }
}
