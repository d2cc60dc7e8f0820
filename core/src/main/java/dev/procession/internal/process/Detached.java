package dev.procession.internal.process;

import dev.procession.RemoteTask;
import dev.procession.os.Clock;
import dev.procession.os.Descriptor;
import dev.procession.os.Errno;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.Poll;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Signals;
import dev.procession.process.ChildOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that belongs to no other: found by its file, ended by its number. */
public final class Detached {
    private static final long LOOK_NANOS = 50_000_000;

    private final PidFile.Entry entry;

    private Detached(PidFile.Entry entry) {
        this.entry = entry;
    }

    /** Starts one, and waits until it is about to run its task. */
    public static Detached start(ChildOptions options, String name, RemoteTask task) {
        PidFile.checkName(name);
        return new Detached(new DetachedStart(PidFile.folder(), options, name).start(task));
    }

    /** All of this user that live, by name. */
    public static List<Detached> all() {
        try {
            return PidFile.all(PidFile.folder()).stream().map(Detached::new).toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The one of that name, if it lives. */
    public static Optional<Detached> find(String name) {
        PidFile.checkName(name);
        Path folder = PidFile.folder();
        try {
            return PidFile.running(folder, name).map(Detached::new);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(
                "the detached processes of this user are not known: " + PidFile.folder() + " cannot be read", e);
    }

    public String name() {
        return entry.name();
    }

    public long pid() {
        return entry.pid();
    }

    public Instant started() {
        return entry.started();
    }

    public boolean isAlive() {
        return entry.lives();
    }

    /** Asks it to end, and ends its tree by SIGKILL after the time of grace; returns when it is gone. */
    public void stop(Duration grace) throws InterruptedException {
        int pidfd;
        try {
            pidfd = Pidfd.open(entry.pid());
        } catch (OsException e) {
            if (e.errno() == Errno.ESRCH) return;
            throw e;
        }
        try {
            if (entry.lives())
                stop(pidfd, Lifecycle.nanos(grace)); // looked at after the opening: it cannot be another's
        } finally {
            Descriptor.close(pidfd);
        }
    }

    private void stop(int pidfd, long graceNanos) throws InterruptedException {
        Map<Integer, Long> tree = new HashMap<>();
        long killNanos = Clock.monotonicNanos() + Math.min(graceNanos, Long.MAX_VALUE / 4);
        remember(tree); // afterwards nobody can find them
        if (graceNanos > 0) Pidfd.sendSignal(pidfd, Signals.SIGTERM);
        while (!hasEnded(pidfd, Math.min(killNanos, Clock.monotonicNanos() + LOOK_NANOS))) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (Clock.monotonicNanos() < killNanos) {
                remember(tree);
                continue;
            }
            Pidfd.sendSignal(pidfd, Signals.SIGSTOP); // so that it starts no others while they are looked for
            remember(tree);
            tree.forEach(Detached::kill); // before it: while it is there, another stop can find them too
            Pidfd.sendSignal(pidfd, Signals.SIGKILL);
            killNanos = Long.MAX_VALUE;
        }
        tree.forEach(Detached::kill);
    }

    private static boolean hasEnded(int pidfd, long deadlineNanos) {
        var poll = new Poll(1);
        poll.add(pidfd, Poll.READABLE);
        return poll.await(deadlineNanos) > 0;
    }

    private void remember(Map<Integer, Long> tree) {
        try {
            for (ProcessStat each : ProcFs.descendants(entry.pid())) tree.put(each.pid(), each.startTicks());
        } catch (OsException e) {
            // no descriptor left to look with: children of the library's go with it all the same
        }
    }

    private static void kill(int pid, long startTicks) {
        ProcessStat found = ProcFs.stat(pid);
        if (found != null && found.startTicks() == startTicks) Signals.kill(pid, Signals.SIGKILL);
    }
}
