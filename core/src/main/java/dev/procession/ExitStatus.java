package dev.procession;

import java.io.Serializable;

/**
 * How a process ended, as the kernel says it.
 *
 * <p>A JVM that is asked to end by {@code SIGTERM} ends by itself with code 143, and so is {@link Exited}; a JVM that
 * crashes in native code aborts, and so is {@link Signaled} with {@code SIGABRT}. What lies behind is told by a
 * {@link Certificate}.
 */
public sealed interface ExitStatus extends Serializable {

    /**
     * The process ended by itself.
     *
     * @param code its exit code, 0 to 255
     */
    record Exited(int code) implements ExitStatus {
        @Override
        public String toString() {
            return "exit code " + code;
        }
    }

    /**
     * The process ended by itself, with a number that is no exit code: the kernel keeps its last eight bits, so that
     * {@code System.exit(256)} would look like success. Known of a JVM of ours that called {@code System.exit}, with glibc.
     *
     * @param requested the number that it gave, less than 0 or more than 255
     * @param code what the kernel kept of it, 0 to 255
     */
    record OutOfRange(int requested, int code) implements ExitStatus {
        @Override
        public String toString() {
            return "exit code " + requested + " (not in 0 to 255: to others it looks like " + code + ")";
        }
    }

    /**
     * The process was ended by a signal.
     *
     * @param signal the number of the signal
     * @param name its name, such as {@code SIGKILL}
     */
    record Signaled(int signal, String name) implements ExitStatus {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The process ended, and the kernel could not be asked how.
     *
     * @param reason why not
     */
    record Unknown(String reason) implements ExitStatus {
        @Override
        public String toString() {
            return "unknown end (" + reason + ")";
        }
    }

    /**
     * Tells whether the process came to its end by itself, with code 0.
     *
     * @return whether it did
     */
    default boolean isSuccess() {
        return this instanceof Exited(int code) && code == 0;
    }
}
