package dev.procession;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a process ended before its task did, as far as there is evidence.
 *
 * <p>The set of causes may grow; the set of outcomes ({@code Done}, {@code Failed}, {@code Lost}) will not.
 */
public sealed interface LossCause {

    /**
     * The process crashed in native code, by the JVM's own error file.
     *
     * @param signal the signal that the error file names, such as {@code SIGSEGV}
     * @param frame the frame that it blames
     * @param errorFile where the file is kept
     */
    record NativeCrash(String signal, String frame, Path errorFile) implements LossCause {
        @Override
        public String toString() {
            return signal + " in native code, " + frame + " (hs_err saved: " + errorFile + ")";
        }
    }

    /**
     * The process ended by itself.
     *
     * @param code its exit code; the number that it gave, where that is known to be none, see {@link ExitStatus.OutOfRange}
     * @param caller the stack of the call to {@code System.exit}, one frame a line, if its shutdown hook saw one; after
     *     {@code Runtime.halt} there is none
     */
    record Exited(int code, Optional<String> caller) implements LossCause {
        @Override
        public String toString() {
            return "exit code " + code
                    + caller.map(c -> ", System.exit called at "
                                    + c.lines().findFirst().orElse("?"))
                            .orElse(", caller unknown (Runtime.halt, or an exit in native code)");
        }
    }

    /**
     * The process was ended by a signal that this program did not send.
     *
     * @param signal the number of the signal
     * @param name its name
     */
    record Signaled(int signal, String name) implements LossCause {
        @Override
        public String toString() {
            return name + ", sender unknown (not sent by this program)";
        }
    }

    /**
     * The kernel ended the process because its memory control group, or the machine, had no memory left.
     *
     * @param limitBytes the limit of the group, or {@link Long#MAX_VALUE} without one
     * @param usageBytes what the group used when last looked at
     */
    record OutOfMemory(long limitBytes, long usageBytes) implements LossCause {
        @Override
        public String toString() {
            return "out of memory, ended by the kernel: its control group used " + Bytes.text(usageBytes) + " of "
                    + Bytes.text(limitBytes);
        }
    }

    /**
     * The task ran longer than its time limit, and this program ended it.
     *
     * @param limit the limit
     */
    record TimedOut(Duration limit) implements LossCause {
        @Override
        public String toString() {
            return "timed out: this program ended it after its time limit of " + limit.toMillis() + " ms";
        }
    }

    /**
     * The task reported no progress for too long, and this program ended it.
     *
     * @param limit the longest time without progress
     */
    record Stalled(Duration limit) implements LossCause {
        @Override
        public String toString() {
            return "no progress: this program ended it after " + limit.toMillis() + " ms without a report";
        }
    }

    /**
     * The process used more private memory than allowed, and this program ended it.
     *
     * @param limitBytes the limit
     * @param rssBytes what it used when it was last looked at
     */
    record OverMemory(long limitBytes, long rssBytes) implements LossCause {
        @Override
        public String toString() {
            return "over memory: this program ended it at " + Bytes.text(rssBytes) + " of private memory, limit "
                    + Bytes.text(limitBytes);
        }
    }

    /** The task was cancelled, and its process ended for it. */
    record Cancelled() implements LossCause {
        @Override
        public String toString() {
            return "cancelled: this program ended it";
        }
    }

    /**
     * This program asked the process to end.
     *
     * @param inOrder whether it did, in order; else it was killed after the time of grace
     */
    record Terminated(boolean inOrder) implements LossCause {
        @Override
        public String toString() {
            return inOrder
                    ? "terminated: this program asked it to end, and it did, in order"
                    : "terminated: this program asked it to end, and killed it after the time of grace";
        }
    }

    /** This program killed the process, without asking. */
    record Killed() implements LossCause {
        @Override
        public String toString() {
            return "killed by this program";
        }
    }

    /** The pool was closed before the task was done. */
    record PoolClosed() implements LossCause {
        @Override
        public String toString() {
            return "its pool was closed before it was done";
        }
    }

    /**
     * The process wrote what no process of ours writes into what connects it with this one, and this program ended it.
     *
     * @param what what was found
     */
    record ChannelCorrupt(String what) implements LossCause {
        @Override
        public String toString() {
            return "its process damaged its channel (" + what + "), so this program ended it";
        }
    }

    /**
     * There is not enough evidence.
     *
     * @param reason what is known
     */
    record Undetermined(String reason) implements LossCause {
        @Override
        public String toString() {
            return "unknown: " + reason;
        }
    }

    /**
     * The class name of the cause in words, for tables: {@code timed out}, {@code native crash}.
     *
     * @return a short name
     */
    default String kind() {
        return switch (this) {
            case NativeCrash _ -> "native crash";
            case Exited exited -> "exit " + exited.code();
            case Signaled signaled -> signaled.name();
            case OutOfMemory _ -> "out of memory";
            case TimedOut _ -> "timed out";
            case Stalled _ -> "no progress";
            case OverMemory _ -> "over memory";
            case Cancelled _ -> "cancelled";
            case Terminated _ -> "terminated";
            case Killed _ -> "killed";
            case PoolClosed _ -> "pool closed";
            case ChannelCorrupt _ -> "channel corrupt";
            case Undetermined _ -> "unknown";
        };
    }
}
