package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A domain, the private directory in which the processes of one program meet, could not be made, joined or kept.
 *
 * <p>No data of the caller is lost: the domain was not usable yet.
 */
public final class DomainException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, to which object, and what to do
     * @param cause what led to it, or null
     */
    public DomainException(String message, @Nullable Throwable cause) {
        super("PRC-102", message, cause);
    }
}
