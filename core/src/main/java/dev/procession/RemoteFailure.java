package dev.procession;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception of another process that could not be rebuilt here, because its class is absent or refused,
 * or because it does not survive serialisation.
 *
 * <p>It has the stack, the cause and the suppressed exceptions of the original, the latter two as stand-ins too.
 */
public final class RemoteFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The class of the original. */
    private final String className;

    /** The message of the original. */
    private final @Nullable String originalMessage;

    /** Why this is not the original. */
    private final String reason;

    /**
     * Creates a stand-in.
     *
     * @param className the class of the original
     * @param originalMessage the message of the original, or null if it has none
     * @param reason why the original could not be rebuilt: a clause without full stop
     * @param stack the stack of the original, which becomes this exception's own
     * @param cause the stand-in for the cause of the original, or null
     */
    public RemoteFailure(
            String className,
            @Nullable String originalMessage,
            String reason,
            StackTraceElement[] stack,
            @Nullable RemoteFailure cause) {
        super(
                (originalMessage == null ? className : className + ": " + originalMessage) + " (stand-in: " + reason
                        + ")",
                cause);
        this.className = className;
        this.originalMessage = originalMessage;
        this.reason = reason;
        setStackTrace(stack);
    }

    /**
     * Returns the name of the original's class.
     *
     * @return the binary name
     */
    public String className() {
        return className;
    }

    /**
     * Returns the message of the original. {@link #getMessage()} puts the class name before it, and the
     * {@link #reason()} after it.
     *
     * @return the message, if the original had one
     */
    public Optional<String> originalMessage() {
        return Optional.ofNullable(originalMessage);
    }

    /**
     * Returns why the original could not be rebuilt in this process.
     *
     * @return a clause without full stop
     */
    public String reason() {
        return reason;
    }
}
