package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.os.OsException;
import java.io.IOException;

/** What is said when a child could not be started, for the reasons that several places meet. */
final class StartFailures {
    private StartFailures() {}

    static StartException noThread(String child, OutOfMemoryError refused) {
        return new StartException(
                "child '" + child + "' could not be started: this process has no thread for it: "
                        + refused.getMessage()
                        + "\n  effect:  nothing of it is left"
                        + "\n  remedy:  fewer threads, or a higher limit of them (ulimit -u, pids.max)",
                refused);
    }

    /** Of the file that carries its task. */
    static StartException ofTask(String child, IOException reason) {
        return new StartException(
                "child '" + child + "' could not be started: its task could not be written: " + reason.getMessage()
                        + "\n  effect:  nothing of it is left"
                        + "\n  remedy:  check the memory limit of this process, and that /proc is there",
                reason);
    }

    /** Of its channel or its pipes; or of a word that the kernel or this locale has no bytes for. */
    static StartException of(String child, RuntimeException reason) {
        String remedy = reason instanceof OsException
                ? "\n  remedy:  check the limits of this process (ulimit -n) and that its shared memory is still there"
                : "";
        return new StartException(
                "child '" + child + "' could not be started: " + reason.getMessage()
                        + "\n  effect:  nothing of it is left" + remedy,
                reason);
    }
}
