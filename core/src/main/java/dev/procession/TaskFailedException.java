package dev.procession;

import java.io.Serial;

/**
 * A task threw an exception, or its result could not be brought back; its process lives on.
 *
 * <p>The {@linkplain #getCause() cause} is what the task threw, with the stack it had in its own process.
 */
public final class TaskFailedException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param task what ran
     * @param cause what the task threw
     */
    public TaskFailedException(String task, Throwable cause) {
        super("PRC-302", "task " + task + " failed: " + cause, cause);
    }
}
