package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.internal.sync.Liveness;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.internal.watch.Watch;
import dev.procession.os.Clock;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Signals;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A child process as its parent knows it, from its start until it has been reaped.
 *
 * <p>States: running → ended, by the {@link Supervisor} alone, which then has read the kernel's status, ended the child's
 * group, and freed its slot.
 */
public final class Child implements Liveness {
    private static final long STOP_PATIENCE_NANOS = 5_000_000;

    private final String name;
    private final int pid;
    private final int pidfd;
    private final List<String> command;
    private final LineStream out;
    private final LineStream err;
    private final Runnable onExit;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final MemoryGroup group = new MemoryGroup();
    private final long startNanos = Clock.monotonicNanos();
    private volatile long endNanos;
    private volatile @Nullable ExitStatus status;
    private volatile @Nullable LossCause killedFor;
    private volatile long lastRssBytes;
    private volatile boolean outputStuck;
    private boolean reaped;

    Child(String name, int pid, int pidfd, List<String> command, LineStream out, LineStream err, Runnable onExit) {
        this.name = name;
        this.pid = pid;
        this.pidfd = pidfd;
        this.command = List.copyOf(command);
        this.out = out;
        this.err = err;
        this.onExit = onExit;
    }

    public String name() {
        return name;
    }

    public int pid() {
        return pid;
    }

    int pidfd() {
        return pidfd;
    }

    public List<String> command() {
        return command;
    }

    @Override
    public boolean isAlive() {
        return status == null;
    }

    /** How it ended, once it has. */
    public Optional<ExitStatus> status() {
        return Optional.ofNullable(status);
    }

    /** Waits for the end; false if it did not come in time. */
    public boolean join(long timeoutNanos) throws InterruptedException {
        return ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Waits for the end, and until the supervisor no longer touches what the owner may then unmap. */
    public void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // told to the caller later: an end half seen is no use
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** The private memory of the process now, or -1 once it is gone; remembered for {@link #lastRssBytes}. */
    public long sampleRss() {
        long bytes = ProcFs.rssAnonBytes(pid);
        if (bytes > 0) lastRssBytes = bytes;
        return bytes;
    }

    /** The private memory when it was last sampled, or 0. */
    public long lastRssBytes() {
        return lastRssBytes;
    }

    /** Looks at the control group it is in now; somebody may have moved it. */
    public void sampleGroup() {
        group.sample(pid);
    }

    /** How many processes of its group the kernel has ended for lack of memory since it started or came there. */
    long oomKills() {
        return group.oomKills();
    }

    LossCause.OutOfMemory outOfMemory() {
        return group.outOfMemory();
    }

    /** Why this program ended it, if it did. */
    Optional<LossCause> killedFor() {
        return Optional.ofNullable(killedFor);
    }

    /**
     * Ends the process and its descendants by SIGKILL. The cause is this program's own record; the first one counts.
     *
     * <p>The process is stopped first, so that it cannot start others while they are looked for; what it started in other
     * groups is found by parentage, its own group goes when it is reaped.
     */
    public void kill(LossCause cause) {
        killIf(cause, () -> true);
    }

    /** Sends a signal to its group, while the group is certainly its own. What may not be signalled is left alone. */
    synchronized void signalGroup(int signal) {
        if (reaped) return;
        try {
            Signals.killGroup(pid, signal);
        } catch (OsException e) { // EPERM: it has become another user's
            LibraryLog.log(Level.WARNING, "no signal could be sent to the group of " + this, e);
        }
    }

    /** Called by the supervisor before its number is given back. */
    synchronized void reaping() {
        reaped = true;
    }

    /** Whether its number may be another process's. */
    synchronized boolean isReaped() {
        return reaped;
    }

    /** Does as {@link #kill} if the condition holds once the process stands still; else lets it go on. */
    public synchronized void killIf(LossCause cause, BooleanSupplier condition) {
        if (status != null) return; // its pidfd is closed
        Pidfd.sendSignal(pidfd, Signals.SIGSTOP);
        awaitStopped();
        List<ProcessStat> descendants = verdict(cause, condition);
        if (descendants != null) Watch.killed(name, pid, cause.toString()); // now: later the end could be told first
        Pidfd.sendSignal(pidfd, descendants == null ? Signals.SIGCONT : Signals.SIGKILL);
        if (descendants == null) return;
        for (ProcessStat descendant : descendants) killIfStill(descendant.pid(), descendant.startTicks());
    }

    /** Ends a process by SIGKILL if it is the one that started then; one that is another user's is left alone. */
    static void killIfStill(int pid, long startTicks) {
        try {
            ProcessStat found = ProcFs.stat(pid);
            if (found != null && found.startTicks() == startTicks) Signals.kill(pid, Signals.SIGKILL);
        } catch (OsException e) {
            LibraryLog.log(Level.WARNING, "process " + pid + ", below a child, could not be ended", e);
        }
    }

    /** The descendants to be killed with it, or null if it is to go on. Never throws: it must not be left standing. */
    private @Nullable List<ProcessStat> verdict(LossCause cause, BooleanSupplier condition) {
        try {
            if (!condition.getAsBoolean()) return null;
            if (killedFor == null && !hasEndedAlready()) killedFor = cause; // else somebody else was first
            return ProcFs.descendants(pid);
        } catch (RuntimeException | Error e) {
            return List.of(); // no descriptor left to look for descendants, say: those of its group go with it
        }
    }

    /** Whether it has ended by something else; what cannot be looked at counts as running. */
    private boolean hasEndedAlready() {
        try {
            ProcessStat now = ProcFs.stat(pid);
            return now == null || now.hasEnded();
        } catch (OsException e) {
            return false;
        }
    }

    /** A stop reaches threads on other processors a moment later; a process in an uninterruptible call is not waited for. */
    private void awaitStopped() {
        long endNanos = System.nanoTime() + STOP_PATIENCE_NANOS;
        while (System.nanoTime() < endNanos) {
            try {
                ProcessStat now = ProcFs.stat(pid);
                if (now == null || (now.state() != 'R' && now.state() != 'S')) return;
            } catch (OsException e) {
                return; // no descriptor left to look with
            }
            Thread.onSpinWait();
        }
    }

    /** Called by the supervisor when everything about the end is known. */
    void end(ExitStatus how) {
        synchronized (this) {
            endNanos = Clock.monotonicNanos();
            status = how;
            Descriptor.close(pidfd);
        }
        try {
            onExit.run();
        } catch (RuntimeException | Error e) { // the supervisor has other children
            LibraryLog.log(Level.ERROR, "the owner of " + this + " was not told", e);
        } finally {
            ended.countDown(); // after that the owner may unmap what onExit touches
        }
    }

    /** How long it has lived, until now or until its end. */
    long ageNanos() {
        return (isAlive() ? Clock.monotonicNanos() : endNanos) - startNanos;
    }

    /** Tells who watches that it has ended, which it has; the cause is empty if it simply came to its end. */
    void tellEnd(String cause) {
        ExitStatus how = status;
        Watch.ended(name, pid, how == null ? "unknown" : how.toString(), cause, ageNanos());
    }

    /**
     * The last lines it printed, standard output first. After its end, what is still in the pipes is handed on before; but if a
     * consumer of lines does not come back in time, that is waited for once, and these are the lines that came so far.
     */
    public List<String> lastOutput(long patienceNanos) throws InterruptedException {
        if (!isAlive() && !outputStuck) {
            long endNanos = System.nanoTime() + patienceNanos;
            out.askToEnd();
            err.askToEnd();
            OutputPump.instance().wake();
            outputStuck = !out.awaitEnd(patienceNanos) || !err.awaitEnd(endNanos - System.nanoTime());
        }
        var lines = new ArrayList<>(out.lastLines());
        lines.addAll(err.lastLines());
        return lines;
    }

    @Override
    public String toString() {
        ExitStatus how = status;
        return "child '" + name + "' (pid " + pid + ", " + (how == null ? "running" : how) + ")";
    }
}
