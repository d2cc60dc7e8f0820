package dev.procession;

import java.io.Serializable;

/**
 * An action without argument and result that can run in another process; it may throw any exception.
 *
 * <p>A lambda or method reference of this type is serialisable, with all that it captures.
 *
 * @see RemoteRunnable
 */
@FunctionalInterface
public interface RemoteTask extends Serializable {
    /**
     * Runs this task, in the other process.
     *
     * @throws Exception whatever the task throws; it reaches the caller with the stack it has here
     */
    void run() throws Exception;
}
