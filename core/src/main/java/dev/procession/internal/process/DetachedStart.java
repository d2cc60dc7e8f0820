package dev.procession.internal.process;

import dev.procession.RemoteTask;
import dev.procession.StartException;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.os.Clock;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.PipeEnds;
import dev.procession.os.Poll;
import dev.procession.os.Signals;
import dev.procession.os.Spawn;
import dev.procession.os.SpawnRequest;
import dev.procession.process.ChildOptions;
import dev.procession.process.Input;
import dev.procession.process.Output;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Starts a detached process: a shell that leads a session of its own waits for one line, starts the JVM in the background and
 * ends, so that the JVM is nobody's child and has no terminal. The task travels in a file without a name.
 *
 * <p>The shell is reaped last: as long as it is not, its number is the group's and nobody else's, and a JVM that does not get ready
 * can be ended by it. Kill table: {@link dev.procession.process.DetachedProcess}.
 */
final class DetachedStart {
    private static final String SHELL_SCRIPT = "read -r go <&5 && exec 5<&- && { \"$0\" \"$@\" & }";
    private static final int USUAL_BYTES = 1024;

    private final Path folder;
    private final ChildOptions options;
    private final String name;

    DetachedStart(Path folder, ChildOptions options, String name) {
        this.folder = folder;
        this.options = options;
        this.name = name;
    }

    /** Starts it, and waits until it holds its lock and is about to run the task. */
    PidFile.Entry start(RemoteTask task) {
        Path output = output();
        var buffer = new EncodeBuffer(USUAL_BYTES);
        Encoder.encode(task, buffer);
        Path arguments = folder.resolve(name + ".args");
        try (var open = new OpenDescriptors()) {
            PrivateFolder.ensureClosed(folder);
            Optional<PidFile.Entry> running = PidFile.running(folder, name);
            if (running.isPresent()) {
                throw refused("one of that name runs already, pid "
                        + running.get().pid() + "\n  remedy:  stop it first, or choose another name");
            }
            List<String> command = command(output, arguments);
            return start(command, Arrays.copyOf(buffer.array(), buffer.size()), open);
        } catch (OsException | IOException e) {
            throw refused(e.getMessage() + "\n  remedy:  check the folder " + folder
                    + ", which must be this user's alone, and the limits of this process (ulimit -n, -u)");
        } finally {
            Launcher.deleteQuietly(arguments);
        }
    }

    private Path output() {
        if (!(options.input() instanceof Input.Empty))
            throw new IllegalArgumentException("a detached process has no input: there is nobody to give it");
        return switch (options.output()) {
            case Output.Discard _ -> Path.of(DetachedMain.NOWHERE);
            case Output.ToFile(Path path) -> path.toAbsolutePath();
            case Output.Inherit _, Output.Lines _ ->
                throw new IllegalArgumentException(
                        "the output of a detached process goes to a file or nowhere: who started it may be gone");
        };
    }

    private List<String> command(Path output, Path arguments) throws IOException {
        Path crashes = options.crashDirectory().orElseGet(Launcher::standardCrashDirectory);
        PrivateFolder.ensure(crashes);
        var words = new ArrayList<>(List.of("/bin/sh", "-c", SHELL_SCRIPT));
        words.addAll(new CommandLine(options, crashes.toAbsolutePath(), DetachedMain.class)
                .build(List.of(folder.toAbsolutePath().toString(), name, output.toString()), arguments));
        return words;
    }

    private PidFile.Entry start(List<String> command, byte[] task, OpenDescriptors open) throws IOException {
        int taskFile = memoryFile(open, "task");
        Files.write(Path.of(ProcessFrames.path(taskFile)), task);
        int words = memoryFile(open, "words");
        PipeEnds ready = Descriptor.pipe(true);
        open.add(ready.read());
        PipeEnds gate;
        int shell;
        try {
            gate = Descriptor.pipe(false);
            open.add(gate.write());
            try {
                shell = Spawn.start(new SpawnRequest(
                        command,
                        InheritedFlags.environment(options.environment()),
                        options.directory().orElse(null),
                        SpawnRequest.NULL_DEVICE,
                        words,
                        words,
                        List.of(taskFile, ready.write(), gate.read()),
                        SpawnRequest.Place.OWN_SESSION));
            } finally {
                Descriptor.close(gate.read());
            }
        } finally {
            Descriptor.close(ready.write()); // else its end would never be seen
        }
        Optional<PidFile.Entry> up = Optional.empty();
        try {
            ChildSetup.apply(shell, options);
            new Gate(gate.read(), gate.write()).open();
            up = awaitReady(ready.read());
        } finally {
            settle(shell, up.isPresent());
        }
        if (up.isPresent()) return up.get();
        List<String> said = Files.readAllLines(Path.of(ProcessFrames.path(words)), StandardCharsets.ISO_8859_1);
        throw refused(
                "it ended before it was ready, or was not within "
                        + options.startTimeout().toMillis() + " ms"
                        + "\n  command: " + String.join(" ", command.subList(3, command.size()))
                        + "\n  said:    " + (said.isEmpty() ? "nothing" : String.join("\n           ", said))
                        + "\n  effect:  nothing of it is left"
                        + "\n  remedy:  its own words come first; check flags, class path, heap, output file and start timeout");
    }

    private static void settle(int shell, boolean up) {
        if (!up) Signals.killGroup(shell, Signals.SIGKILL);
        Pidfd.reap(shell);
    }

    private static int memoryFile(OpenDescriptors open, String label) {
        int descriptor = Descriptor.memoryFile("procession-" + label);
        open.add(descriptor);
        return descriptor;
    }

    /** Who it is, or empty if it is not ready in time. Deaf to interrupts: a boot is short, and bounded. */
    private Optional<PidFile.Entry> awaitReady(int reading) {
        long deadlineNanos =
                Clock.monotonicNanos() + Math.min(Lifecycle.nanos(options.startTimeout()), Long.MAX_VALUE / 4);
        var poll = new Poll(1);
        poll.add(reading, Poll.READABLE);
        if (poll.await(deadlineNanos) == 0) return Optional.empty();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment identity = arena.allocate(ValueLayout.JAVA_LONG, 2);
            // less is the end of all who could have written: so few bytes are written at once or not at all
            if (Descriptor.read(reading, identity) != identity.byteSize()) return Optional.empty();
            int pid = (int) identity.getAtIndex(ValueLayout.JAVA_LONG, 0);
            return Optional.of(
                    new PidFile.Entry(name, pid, identity.getAtIndex(ValueLayout.JAVA_LONG, 1), Instant.now()));
        }
    }

    private StartException refused(String why) {
        return new StartException("detached process '" + name + "' could not be started: " + why, null);
    }
}
