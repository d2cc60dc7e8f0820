package dev.procession.os;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The JVM was started with options that deny native access; the message names the option to add. */
public final class NativeAccessDeniedException extends UnsupportedOperationException {
    @Serial
    private static final long serialVersionUID = 1L;

    NativeAccessDeniedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
