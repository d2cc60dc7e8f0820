package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.StartException;
import dev.procession.internal.memory.Domain;
import dev.procession.os.OsException;
import dev.procession.os.Signals;
import dev.procession.process.ChildOptions;
import dev.procession.process.ProcessOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts any program. It has no channel and no thread here: its end is told by the supervisor. */
public final class CommandStart implements Starter {
    private static final long OUTPUT_PATIENCE_NANOS = 200_000_000;
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    private final ProcessOptions options;
    private final List<String> command;

    public CommandStart(ProcessOptions options, List<String> command) {
        this.options = options;
        this.command = List.copyOf(command);
    }

    @Override
    public Running start(Lifecycle life) {
        Domain domain = Domain.acquire();
        boolean started = false;
        try {
            var spawner = new Spawner(domain, options.child());
            var words = new ArrayList<>(command);
            words.set(0, resolve(life.name(), command.getFirst(), spawner));
            var running = new RunningCommand(life);
            running.child = spawner.start(life.name(), words, Spawner.Ties.AT_A_GATE, List.of(), running);
            started = true; // from here on its end gives the domain back
            running.started();
            return running;
        } catch (OsException | IllegalArgumentException e) {
            throw StartFailures.of(life.name(), e);
        } finally {
            if (!started) Domain.release();
        }
    }

    /** Where the program is: the shell at the gate could only tell by an exit code. */
    private String resolve(String name, String program, Spawner spawner) {
        Path directory = options.child().directory().orElse(Path.of(""));
        if (program.contains("/")) {
            return check(name, program, directory.resolve(program).toAbsolutePath());
        }
        String path = spawner.environment().getOrDefault("PATH", USUAL_PATH);
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path file = directory.resolve(folder).resolve(program).toAbsolutePath();
            if (Files.isRegularFile(file) && Files.isExecutable(file)) return file.toString();
        }
        throw refused(name, "there is no program '" + program + "' in the PATH of the child: " + path);
    }

    private static String check(String name, String program, Path file) {
        if (!Files.exists(file)) throw refused(name, "there is no program " + program + " (" + file + ")");
        if (!Files.isRegularFile(file)) throw refused(name, program + " is no program (" + file + ")");
        if (!Files.isExecutable(file)) throw refused(name, program + " may not be executed (" + file + ")");
        return file.toString();
    }

    private static StartException refused(String name, String what) {
        return new StartException(
                "child '" + name + "' could not be started: " + what
                        + "\n  effect:  nothing was started"
                        + "\n  remedy:  the path of the program, or withEnvironment(\"PATH\", ...)",
                null);
    }

    /** JVM options mean nothing for a program that is none. */
    public static void check(ChildOptions options) {
        boolean forJvms = options.javaHome().isPresent()
                || !options.jvmFlags().isEmpty()
                || options.maxHeap().isPresent()
                || !options.systemProperties().isEmpty()
                || options.classPath().isPresent()
                || !options.extraClassPath().isEmpty()
                || options.forwardedLogs().isPresent();
        if (!forJvms) return;
        throw new IllegalArgumentException(
                "JDK, JVM flags, heap, system properties, class path and forwarded logs are options for a"
                        + " ChildProcess; a command is no JVM of ours. Give them as words of the command");
    }

    private static final class RunningCommand implements Running, Runnable {
        private final Lifecycle life;
        private volatile Child child;
        private boolean begun;
        private boolean over;

        @SuppressWarnings("NullAway.Init") // set before anybody sees it
        RunningCommand(Lifecycle life) {
            this.life = life;
        }

        @Override
        public Child child() {
            return child;
        }

        @Override
        public void terminate(long graceNanos) {
            signal(Signals.SIGTERM);
        }

        @Override
        public void interrupt() {
            signal(Signals.SIGINT);
        }

        /** To the group: what a shell has started is meant too. */
        private void signal(int number) {
            child.signalGroup(number);
        }

        /** Called by the supervisor at its end; before {@link #started} if that was soon. */
        @Override
        public void run() {
            synchronized (this) {
                over = true;
                if (!begun) return;
            }
            finishApart();
        }

        void started() {
            synchronized (this) {
                begun = true;
                if (!over) return;
            }
            finishApart();
        }

        /** In a thread of its own: the supervisor has other children, and listeners are the user's code. */
        private void finishApart() {
            EndThreads.run(this::finish);
        }

        private void finish() {
            try {
                End end = life.ended(child, examine(), null);
                child.tellEnd(end.cause().map(LossCause::toString).orElse(""));
                Domain.release();
            } finally {
                life.tell();
                life.over();
            }
        }

        private End examine() {
            ExitStatus status = child.status().orElseThrow();
            try {
                var evidence = new ArrayList<String>();
                Optional<LossCause> cause = Autopsy.ofCommand(child, status, evidence);
                return new End(status, cause, evidence, lastOutput(), child.lastRssBytes());
            } catch (RuntimeException | Error e) { // whoever waits for the end is to be told in any case
                return End.unexamined(status, e);
            }
        }

        private List<String> lastOutput() {
            try {
                return child.lastOutput(OUTPUT_PATIENCE_NANOS);
            } catch (InterruptedException e) {
                return List.of(); // nobody knows this thread
            }
        }
    }
}
