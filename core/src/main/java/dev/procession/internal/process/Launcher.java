package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.StartException;
import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.sync.Bell;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.PipeEnds;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import dev.procession.os.Spawn;
import dev.procession.os.SpawnRequest;
import dev.procession.process.ChildOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts child JVMs: makes the channel, spawns, and hands back the {@link Launched}, which is not ready yet.
 *
 * <p>All spawning is done by one thread that never ends, because the parent-death signal that children arm belongs to the
 * thread that started them, not to its process.
 *
 * <p><b>If this process is killed</b> <pre>
 * between                          leaves                          put right by
 * making the channel and spawning  an object of a dead creator     the retirer of this process's slot
 * spawning and the child's arming  a child that boots              itself: its parent is another, or its domain is gone
 * the child's arming and ready     an armed child                  the kernel
 * stopping a child and its kill    a child that stands still       the kernel: a hang-up ends it all the same
 * a child's end and its reaping    a zombie                        the init process
 * an error file and its keeping    the file, in the domain         the sweep</pre>
 */
public final class Launcher {
    private static final ExecutorService SPAWNER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("procession-spawner").factory());

    private final Domain domain;
    private final ChildOptions options;
    private final Map<String, String> environment;
    private final Path crashDirectory;

    public Launcher(Domain domain, ChildOptions options) {
        this.domain = domain;
        this.options = options;
        this.environment = InheritedFlags.environment(options.environment());
        this.crashDirectory = options.crashDirectory().orElseGet(Launcher::standardCrashDirectory);
    }

    private static Path standardCrashDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
                .resolve("procession-crashes-" + System.getProperty("user.name", "unknown"));
    }

    /**
     * Starts a child.
     *
     * @param longestMessage the most bytes that this process is ready to receive in one message
     * @return the child, whose end rings the bell of its channel for {@link Bell#LOCAL}
     * @throws StartException if it could not even be spawned
     */
    public Launched start(String name, Class<? extends ChildRole> role, int longestMessage) {
        try {
            return begin(name, role, longestMessage);
        } catch (OsException e) { // of its channel or its pipes: no descriptor left, most likely
            throw new StartException(
                    "child '" + name + "' could not be started: " + e.getMessage()
                            + "\n  effect:  nothing of it is left"
                            + "\n  remedy:  check the limits of this process (ulimit -n) and that its shared memory is still there",
                    e);
        } catch (IllegalArgumentException e) { // a word that the kernel or this locale has no bytes for
            throw new StartException(
                    "child '" + name + "' could not be started: " + e.getMessage()
                            + "\n  effect:  nothing of it is left",
                    e);
        }
    }

    private Launched begin(String name, Class<? extends ChildRole> role, int longestMessage) {
        SharedObject channel = domain.createObject(SegmentKind.CHANNEL, ChannelLayout.BYTES);
        Path arguments = domain.folder().resolve("args-" + channel.id().text());
        boolean started = false;
        try {
            List<String> command = new CommandLine(options, domain.folder())
                    .build(
                            List.of(
                                    domain.folder().toString(),
                                    channel.id().text(),
                                    domain.self().slot() + "."
                                            + Integer.toUnsignedString(
                                                    domain.self().generation()),
                                    Long.toString(ProcessHandle.current().pid()),
                                    name,
                                    domain.parentFifo().toString(),
                                    role.getName()),
                            arguments);
            ControlBlock control = new ControlBlock(channel.segment(), ChannelLayout.CONTROL_AT, domain);
            Duplex duplex = Duplex.parentEnd(channel.segment(), ChannelLayout.DUPLEX_AT, domain, longestMessage);
            Child child = spawn(name, command, () -> duplex.ownBell().ring(Bell.LOCAL));
            started = true;
            return new Launched(domain, child, channel, control, duplex, arguments, crashDirectory);
        } finally {
            if (!started) {
                domain.destroyObject(channel);
                deleteQuietly(arguments);
            }
        }
    }

    private Child spawn(String name, List<String> command, Runnable onExit) {
        PipeEnds out = Descriptor.pipe(true);
        PipeEnds err;
        try {
            err = Descriptor.pipe(true);
        } catch (OsException e) {
            Descriptor.close(out.read());
            Descriptor.close(out.write());
            throw e;
        }
        boolean spawned = false;
        try {
            Path directory = options.directory().orElse(null);
            var request = new SpawnRequest(
                    command, environment, directory, SpawnRequest.NULL_DEVICE, out.write(), err.write(), true);
            Child child = onSpawner(request, name, command, out, err, onExit);
            spawned = true;
            return child;
        } finally {
            Descriptor.close(out.write());
            Descriptor.close(err.write());
            if (!spawned) {
                Descriptor.close(out.read());
                Descriptor.close(err.read());
            }
        }
    }

    private Child onSpawner(
            SpawnRequest request, String name, List<String> command, PipeEnds out, PipeEnds err, Runnable onExit) {
        var future = submit(name, () -> {
            int pid = Spawn.start(request);
            int pidfd = -1;
            Child watched = null;
            try {
                pidfd = Pidfd.open(pid); // the pid is still its own: only this process's supervisor reaps it
                dampen(pid);
                LineStream outLines = new LineStream(name, pid, false, out.read(), options.output());
                LineStream errLines = new LineStream(name, pid, true, err.read(), options.output());
                Child child = new Child(name, pid, pidfd, command, outLines, errLines, onExit);
                Supervisor.instance().watch(child, domain);
                watched = child;
                OutputPump.instance().add(outLines, errLines);
                return child;
            } catch (RuntimeException | Error e) { // no descriptor or no thread left, most likely
                Signals.kill(pid, Signals.SIGKILL);
                if (watched != null) {
                    watched.awaitEnd(); // its end rings a bell in the channel, which is taken back next
                } else {
                    Pidfd.reap(pid);
                    if (pidfd >= 0) Descriptor.close(pidfd);
                }
                throw e;
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true; // a spawn takes a millisecond, and half of one would leak the child
                }
            }
        } catch (ExecutionException e) {
            throw new StartException(
                    "child '" + name + "' could not be started: " + e.getCause() + "\n  command: "
                            + String.join(" ", command)
                            + "\n  remedy:  check that the JDK, the directory and the limits of this process (ulimit -n, -u) allow it",
                    e.getCause());
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** One at a time: a start queued beside one whose thread is just being refused would wait for a thread that never comes. */
    private static Future<Child> submit(String name, Callable<Child> start) {
        try {
            synchronized (SPAWNER) {
                return SPAWNER.submit(start);
            }
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            throw new StartException(
                    "child '" + name + "' could not be started: this process has no thread for it: " + e.getMessage()
                            + "\n  effect:  nothing of it is left"
                            + "\n  remedy:  fewer threads, or a higher limit of them (ulimit -u, pids.max)",
                    e);
        }
    }

    /** No core dump, which would delay the end by half a second, and the first choice of the kernel when memory is short. */
    private static void dampen(int pid) {
        try {
            Self.setCoreLimit(pid, corePipes() ? 1 : 0); // for a pipe the kernel ignores 0, but not 1
        } catch (OsException e) {
            // it has ended already
        }
        try {
            Path score = Path.of("/proc/" + pid + "/oom_score_adj");
            int own = Integer.parseInt(Files.readString(score).trim());
            Files.writeString(score, Integer.toString(Math.min(1000, own + 300)));
        } catch (IOException | NumberFormatException e) {
            // it has ended already, or the file system is read-only: advice to the kernel, not more
        }
    }

    private static boolean corePipes() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/core_pattern")).startsWith("|");
        } catch (IOException e) {
            return false;
        }
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it goes with the domain
        }
    }

    /** What ended before it was ready, in words: how, with which command, and what it said. */
    static StartException bootFailure(Launched launched, String how, List<String> words) {
        String status = launched.child().status().map(ExitStatus::toString).orElse("it was killed");
        Autopsy autopsy = launched.child().isAlive() ? null : launched.autopsy();
        LossCause cause = autopsy == null ? null : autopsy.cause();
        return new StartException(
                "child '" + launched.child().name() + "' (pid "
                        + launched.child().pid() + ") " + how + ": " + status
                        + (cause == null ? "" : "\n  cause:   " + cause)
                        + "\n  command: " + String.join(" ", launched.child().command())
                        + "\n  said:    " + (words.isEmpty() ? "nothing" : String.join("\n           ", words))
                        + "\n  remedy:  its own words come first; check flags, class path, heap and start timeout",
                null);
    }
}
