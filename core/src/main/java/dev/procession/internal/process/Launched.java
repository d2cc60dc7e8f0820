package dev.procession.internal.process;

import dev.procession.LossCause;
import dev.procession.StartException;
import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.watch.Watch;
import dev.procession.os.Clock;
import dev.procession.os.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A child that has been spawned, with all that its parent holds for it. Used by one thread, except for {@link #child},
 * {@link #control} and the bell of {@link #duplex}.
 */
public final class Launched {
    private static final long OUTPUT_PATIENCE_NANOS = 200_000_000;

    private static final Set<Integer> OUTSIDE =
            Set.of(Signals.SIGKILL, Signals.SIGTERM, Signals.SIGINT, Signals.SIGHUP);

    private final Domain domain;
    private final Child child;
    private final SharedObject channel;
    private final ControlBlock control;
    private final Duplex duplex;
    private final Path arguments;
    private final Path crashDirectory;
    private @Nullable Autopsy autopsy;

    Launched(
            Domain domain,
            Child child,
            SharedObject channel,
            ControlBlock control,
            Duplex duplex,
            Path arguments,
            Path crashDirectory) {
        this.domain = domain;
        this.child = child;
        this.channel = channel;
        this.control = control;
        this.duplex = duplex;
        this.arguments = arguments;
        this.crashDirectory = crashDirectory;
    }

    public Child child() {
        return child;
    }

    public ControlBlock control() {
        return control;
    }

    public Duplex duplex() {
        return duplex;
    }

    public SharedObject channel() {
        return channel;
    }

    /**
     * Waits until the child is ready.
     *
     * @throws StartException if it ended first or took too long, after which it is killed; with its own words
     */
    public void awaitReady(Duration timeout) throws InterruptedException {
        long deadline = deadline(timeout);
        boolean ready = duplex.ownBell().await(Bell.DATA | Bell.LOCAL, control::isReady, child, deadline);
        Launcher.deleteQuietly(arguments);
        if (ready) {
            Watch.ready(child.name(), child.pid(), child.ageNanos());
            return;
        }
        boolean late = child.isAlive();
        if (late) {
            child.kill(new LossCause.TimedOut(timeout));
            child.awaitEnd();
        }
        throw Launcher.bootFailure(
                this,
                late ? "was not ready after " + timeout.toMillis() + " ms" : "ended before it was ready",
                child.lastOutput(OUTPUT_PATIENCE_NANOS));
    }

    private static long deadline(Duration timeout) {
        try {
            return Math.addExact(Clock.monotonicNanos(), timeout.toNanos());
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // never
        }
    }

    /** Why the child ended, found out once. */
    public Autopsy autopsy() {
        Autopsy known = autopsy;
        if (known == null) {
            known = Autopsy.of(child, control, domain.folder(), crashDirectory);
            autopsy = known;
        }
        return known;
    }

    /** Its last words. */
    public List<String> lastOutput() throws InterruptedException {
        return child.lastOutput(OUTPUT_PATIENCE_NANOS);
    }

    /**
     * Whether the child was ended by a signal that people and init systems send, and not by this program. A crash signal
     * counts as the child's own doing.
     */
    public boolean endedFromOutside() {
        return !child.isAlive()
                && autopsy().cause() instanceof LossCause.Signaled signaled
                && OUTSIDE.contains(signaled.signal());
    }

    /** Tells who watches that it has ended; for whoever does not know more about it than its autopsy. */
    public void tellEnd() {
        String cause;
        try {
            cause = autopsy().cause().toString();
        } catch (RuntimeException e) { // no descriptor left to look with, say
            cause = "its end could not be examined: " + e;
        }
        child.tellEnd(cause);
    }

    /** Takes back what the channel holds; the child has ended, and the caller sees to it that nobody uses the control block. */
    public void dispose() {
        child.awaitEnd();
        domain.destroyObject(channel);
    }
}
