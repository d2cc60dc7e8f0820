package dev.procession.os;

import java.io.Serial;
import java.nio.file.Path;

/** A system call was refused. Says which, about what, and why, as facts and as a sentence. */
public final class OsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String call;
    private final String subject;

    /**
     * Describes a refused call.
     *
     * @param errno the error number, positive
     * @param call the name of the call as in its manual page
     * @param subject what the call was about, shown as it stands
     */
    OsException(int errno, String call, String subject) {
        super(call + "(" + subject + ") failed: " + Errno.name(errno) + " (" + Errno.text(errno) + ")");
        this.errno = errno;
        this.call = call;
        this.subject = subject;
    }

    static OsException about(Path path, long result, String call) {
        return new OsException((int) -result, call, "'" + path + "'");
    }

    static OsException about(int descriptor, long result, String call) {
        return new OsException((int) -result, call, "descriptor " + descriptor);
    }

    /** {@return the error number of this very call; see {@link Errno}} */
    public int errno() {
        return errno;
    }

    /** {@return the call that was refused, by the name of its manual page} */
    public String call() {
        return call;
    }

    /** {@return what the call was about: a quoted path, a descriptor, a process} */
    public String subject() {
        return subject;
    }
}
