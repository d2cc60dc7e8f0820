package dev.procession;

import java.io.Serial;

/**
 * Says in which process an exception was thrown; stands among its {@linkplain Throwable#getSuppressed() suppressed}.
 *
 * <p>It has no stack of its own: the exception that carries it has the one of the other process.
 */
public final class RemoteOrigin extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the worker. */
    private final String worker;

    /** Its process id. */
    private final long pid;

    /**
     * Creates the mark.
     *
     * @param worker the name of the process, such as {@code pdf-3}
     * @param pid its process id
     * @param heap its heap after the task, such as {@code 96 of 256 MiB}
     */
    public RemoteOrigin(String worker, long pid, String heap) {
        super("thrown in process " + worker + " (pid " + pid + "), heap " + heap, null, false, false);
        this.worker = worker;
        this.pid = pid;
    }

    /**
     * Returns the name of the process that threw.
     *
     * @return the name
     */
    public String worker() {
        return worker;
    }

    /**
     * Returns the process id that it had.
     *
     * @return the process id, which may by now belong to another process
     */
    public long pid() {
        return pid;
    }
}
