package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.watch.Watch;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.ParentWatch;
import dev.procession.os.Pidfd;
import dev.procession.os.PipeEnds;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import dev.procession.os.Spawn;
import dev.procession.os.SpawnRequest;
import dev.procession.process.ChildOptions;
import dev.procession.process.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes, ours and others, with their streams, in a group of their own, watched from then on.
 *
 * <p>All spawning is done by one thread that never ends, because the parent-death signal that children arm belongs to the
 * thread that started them, not to its process.
 *
 * <p><b>If this process is killed</b> <pre>
 * between                             leaves                                   put right by
 * a spawn and the opening of a gate   a shell that waits for one line          itself: what it reads from has ended
 * a spawn and what allows to begin    a JVM that waits for GO                  the same
 * opening a gate and the child's end  a program whose group hangs on our FIFO  the kernel
 * writing an input and deleting it    a file in the domain                     the sweep</pre>
 */
final class Spawner {
    /** The number of the first descriptor that a child inherits beside its streams and the FIFO. */
    static final int FIRST_PASSED = 4;

    /**
     * How a child comes to hang on this process's FIFO. Owner and signal of an open FIFO belong to the open file, so this process
     * can set them for one that the child inherits, as its descriptor 3: the kernel ends the child's group at this process's death
     * for as long as one of them has the descriptor. A program that closes all descriptors that it does not know is left without.
     */
    enum Ties {
        /** It ties itself, as it boots. */
        ITSELF,
        /** This process does, and the child waits until it is told so. */
        BY_US,
        /** This process does; the child knows nothing of it, so it is held at a gate. */
        AT_A_GATE
    }

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("procession-spawner").factory());

    private final Domain domain;
    private final ChildOptions options;
    private final Map<String, String> environment;

    Spawner(Domain domain, ChildOptions options) {
        this.domain = domain;
        this.options = options;
        this.environment = InheritedFlags.environment(options.environment());
    }

    /** The environment that its processes get. */
    Map<String, String> environment() {
        return environment;
    }

    /**
     * Starts a program.
     *
     * @param ties how it comes to hang on this process
     * @param passed descriptors that it inherits from {@link #FIRST_PASSED} on, behind the FIFO; none if it ties itself
     * @param onExit run by the supervisor when it has ended
     * @throws StartException if it could not be started; nothing of it is left then
     */
    Child start(String name, List<String> command, Ties ties, List<Integer> passed, Runnable onExit) {
        var forChild = new OpenDescriptors(); // the child gets copies: these are closed in any case
        var forPump = new OpenDescriptors(); // the pump's, once the child runs
        OutputFile file = null;
        boolean started = false;
        try {
            if (options.output() instanceof Output.ToFile(Path path)) file = OutputFile.open(name, path);
            int in = Inputs.open(name, options.input(), domain.folder(), forChild);
            PipeEnds out = pipe(forPump, forChild);
            PipeEnds err = pipe(forPump, forChild);
            Gate gate = ties == Ties.AT_A_GATE || ChildSetup.isNeeded(options) ? Gate.make(forChild) : null;
            var inherited = new ArrayList<Integer>(4);
            int watch = -1;
            if (gate != null || ties == Ties.BY_US) {
                watch = ParentWatch.openReader(domain.parentFifo());
                forChild.add(watch);
                inherited.add(watch);
            }
            inherited.addAll(passed);
            if (gate != null) inherited.add(gate.reading());
            int last = FIRST_PASSED + inherited.size() - 2;
            var request = new SpawnRequest(
                    gate == null ? command : Gate.before(command, environment, last),
                    environment,
                    options.directory().orElse(null),
                    in,
                    out.write(),
                    err.write(),
                    inherited,
                    SpawnRequest.Place.OWN_GROUP);
            OutputFile outputFile = file;
            int armed = watch;
            Child child = await(
                    name,
                    command,
                    () -> begin(request, name, command, armed, gate, out.read(), err.read(), outputFile, onExit));
            started = true;
            Watch.started(name, child.pid(), command.getFirst());
            return child;
        } finally {
            forChild.close();
            if (!started) {
                forPump.close();
                if (file != null) file.close();
            }
        }
    }

    private static PipeEnds pipe(OpenDescriptors reading, OpenDescriptors writing) {
        PipeEnds ends = Descriptor.pipe(true);
        reading.add(ends.read());
        writing.add(ends.write());
        return ends;
    }

    /** In the spawner's thread. */
    private Child begin(
            SpawnRequest request,
            String name,
            List<String> command,
            int watch,
            @Nullable Gate gate,
            int out,
            int err,
            @Nullable OutputFile file,
            Runnable onExit) {
        int pid = Spawn.start(request);
        int pidfd = -1;
        Child watched = null;
        try {
            // the pid is still its own: only this process's supervisor reaps it
            if (watch >= 0) ParentWatch.armForGroup(watch, pid);
            pidfd = Pidfd.open(pid);
            dampen(pid);
            if (gate != null) ChildSetup.apply(pid, options);
            LineStream outLines = new LineStream(name, pid, false, out, options.output(), file);
            LineStream errLines = new LineStream(name, pid, true, err, options.output(), file);
            Child child = new Child(name, pid, pidfd, command, outLines, errLines, onExit);
            Supervisor.instance().watch(child, domain);
            watched = child;
            OutputPump.instance().add(outLines, errLines);
            if (gate != null) gate.open();
            return child;
        } catch (RuntimeException | Error e) { // no descriptor or no thread left, most likely
            Signals.kill(pid, Signals.SIGKILL);
            if (watched != null) {
                watched.awaitEnd(); // its end is told through what is taken back next
            } else {
                Pidfd.reap(pid);
                if (pidfd >= 0) Descriptor.close(pidfd);
            }
            throw e;
        }
    }

    private static Child await(String name, List<String> command, Callable<Child> start) {
        Future<Child> future = submit(name, start);
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
                            + "\n  remedy:  check that the program, the directory and the limits of this process (ulimit -n, -u) allow it",
                    e.getCause());
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** One at a time: a start queued beside one whose thread is just being refused would wait for a thread that never comes. */
    private static Future<Child> submit(String name, Callable<Child> start) {
        try {
            synchronized (THREAD) {
                return THREAD.submit(start);
            }
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            throw StartFailures.noThread(name, e);
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
}
