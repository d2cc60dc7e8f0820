package dev.procession;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that Procession throws by itself.
 *
 * <p>Its message says what happened, to which object, what that means for the caller's data and what to do; its
 * {@linkplain #id() id} stands at the end of the first line and is explained in {@code docs/errors.md}. Where an
 * interface of the JDK demands a certain exception ({@code RejectedExecutionException}, {@code TimeoutException}), that
 * one is thrown instead.
 */
public abstract sealed class ProcessionException extends RuntimeException
        permits AddonException,
                CorruptSegmentException,
                DecodingException,
                DomainException,
                EncodingException,
                LockTimeoutException,
                OutOfSharedMemoryException,
                OwnerDiedException,
                PoolBrokenException,
                ProcessLostException,
                StartException,
                TaskFailedException,
                TaskLostException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String id;

    /**
     * Creates an exception whose first line ends in its id.
     *
     * @param id the stable id, such as {@code PRC-301}
     * @param message the sentences; the id is put at the end of the first line
     * @param cause what led to it, or null
     */
    protected ProcessionException(String id, String message, @Nullable Throwable cause) {
        super(withId(id, message), cause);
        this.id = id;
    }

    /**
     * Returns the stable id of this kind of error, such as {@code PRC-301}.
     *
     * @return the id
     */
    public final String id() {
        return id;
    }

    private static String withId(String id, String message) {
        int line = message.indexOf('\n');
        String mark = " [" + id + "]";
        return line < 0 ? message + mark : message.substring(0, line) + mark + message.substring(line);
    }
}
