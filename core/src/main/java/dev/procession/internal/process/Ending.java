package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.os.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a JVM of ours came to its end. Used by one thread, except for {@link #child}. */
final class Ending {
    private static final long OUTPUT_PATIENCE_NANOS = 200_000_000;

    private static final Set<Integer> OUTSIDE =
            Set.of(Signals.SIGKILL, Signals.SIGTERM, Signals.SIGINT, Signals.SIGHUP);

    private final Child child;
    private final LastWords words;
    private final Path folder;
    private final Path crashDirectory;
    private @Nullable Autopsy autopsy;

    /**
     * The end of a child that may still run.
     *
     * @param folder where the JVM puts its error file
     * @param crashDirectory where that is kept
     */
    Ending(Child child, LastWords words, Path folder, Path crashDirectory) {
        this.child = child;
        this.words = words;
        this.folder = folder;
        this.crashDirectory = crashDirectory;
    }

    Child child() {
        return child;
    }

    /** Why the child ended, found out once. */
    Autopsy autopsy() {
        Autopsy known = autopsy;
        if (known == null) {
            known = Autopsy.of(child, words, folder, crashDirectory);
            autopsy = known;
        }
        return known;
    }

    /** Its last lines; a consumer of them that takes too long is not waited for. */
    List<String> lastOutput() throws InterruptedException {
        return child.lastOutput(OUTPUT_PATIENCE_NANOS);
    }

    /**
     * Whether the child was ended by a signal that people and init systems send, and not by this program. A crash signal
     * counts as the child's own doing.
     */
    boolean isFromOutside() {
        return !child.isAlive()
                && autopsy().cause() instanceof LossCause.Signaled signaled
                && OUTSIDE.contains(signaled.signal());
    }

    /** Tells who watches that it has ended; for whoever does not know more about it than its autopsy. */
    void tell() {
        String cause;
        try {
            cause = autopsy().cause().toString();
        } catch (RuntimeException e) { // no descriptor left to look with, say
            cause = "its end could not be examined: " + e;
        }
        child.tellEnd(cause);
    }

    /** Ends a child that is not ready in time; false if it has ended by itself. */
    boolean endLate(Duration timeout) {
        boolean late = child.isAlive();
        if (late) child.kill(new LossCause.TimedOut(timeout));
        child.awaitEnd();
        return late;
    }

    /** What ended before it was ready, in words: how, with which command, and what it said. */
    String bootFailure(boolean late, Duration timeout, List<String> said) {
        String how = late ? "was not ready after " + timeout.toMillis() + " ms" : "ended before it was ready";
        String status = child.status().map(ExitStatus::toString).orElse("it was killed");
        return "child '" + child.name() + "' (pid " + child.pid() + ") " + how + ": " + status
                + "\n  cause:   " + autopsy().cause()
                + "\n  command: " + String.join(" ", child.command())
                + "\n  said:    " + (said.isEmpty() ? "nothing" : String.join("\n           ", said))
                + "\n  remedy:  its own words come first; check flags, class path, heap and start timeout";
    }
}
