package dev.procession.process;

import dev.procession.internal.process.ThisProcess;
import java.util.Optional;

/**
 * Who a process is in its program.
 *
 * <p>In the first process of a program the name is {@code main}. A pool's worker is named after its pool. A process that
 * Procession did not start, and a detached one, is the first of its own program.
 *
 * @param name its name
 * @param pid its number
 * @param daemon whether it ends with its program instead of keeping it alive
 */
public record ProcessInfo(String name, long pid, boolean daemon) {

    /**
     * Returns this process.
     *
     * @return who it is
     */
    public static ProcessInfo current() {
        return ThisProcess.info();
    }

    /**
     * Returns the process that started this one, which lives: this one would not outlive it.
     *
     * @return who it is, or empty in the first process of a program
     */
    public static Optional<ProcessInfo> parent() {
        return ThisProcess.parent();
    }
}
