package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.watch.Watch;
import dev.procession.os.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A JVM of a pool that has been spawned, with all that its parent holds for it. Used by one thread, except for {@link #child},
 * {@link #control} and the bell of {@link #duplex}.
 */
public final class Launched {
    private final Domain domain;
    private final Ending ending;
    private final SharedObject channel;
    private final ControlBlock control;
    private final Duplex duplex;
    private final Path arguments;

    Launched(Domain domain, Ending ending, SharedObject channel, ControlBlock control, Duplex duplex, Path arguments) {
        this.domain = domain;
        this.ending = ending;
        this.channel = channel;
        this.control = control;
        this.duplex = duplex;
        this.arguments = arguments;
    }

    public Child child() {
        return ending.child();
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
        Child child = child();
        long deadline = deadline(timeout);
        boolean ready = duplex.ownBell().await(Bell.DATA | Bell.LOCAL, control::isReady, child, deadline);
        Launcher.deleteQuietly(arguments);
        if (ready) {
            Watch.ready(child.name(), child.pid(), child.ageNanos());
            return;
        }
        boolean late = ending.endLate(timeout);
        throw new StartException(ending.bootFailure(late, timeout, ending.lastOutput()), null);
    }

    static long deadline(Duration timeout) {
        try {
            return Math.addExact(Clock.monotonicNanos(), timeout.toNanos());
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // never
        }
    }

    /** Why the child ended, found out once. */
    public Autopsy autopsy() {
        return ending.autopsy();
    }

    /** Its last words. */
    public List<String> lastOutput() throws InterruptedException {
        return ending.lastOutput();
    }

    /** Whether it was ended from outside: {@link Ending#isFromOutside}. */
    public boolean endedFromOutside() {
        return ending.isFromOutside();
    }

    /** Tells who watches that it has ended; for whoever does not know more about it than its autopsy. */
    public void tellEnd() {
        ending.tell();
    }

    /** Takes back what the channel holds; the child has ended, and the caller sees to it that nobody uses the control block. */
    public void dispose() {
        child().awaitEnd();
        domain.destroyObject(channel);
    }
}
