package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The branch of {@link ProcessionException} that add-ons extend; the core itself never throws it. */
public abstract non-sealed class AddonException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception of an add-on.
     *
     * @param id the add-on's stable id
     * @param message what happened, to which object, and what to do
     * @param cause what led to it, or null
     */
    protected AddonException(String id, String message, @Nullable Throwable cause) {
        super(id, message, cause);
    }
}
