package dev.procession.os;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The operating system, the processor architecture or the C library is not one that this package can talk to. */
public final class UnsupportedPlatformException extends UnsupportedOperationException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnsupportedPlatformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
