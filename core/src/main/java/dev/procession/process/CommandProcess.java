package dev.procession.process;

import dev.procession.internal.process.CommandStart;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A child process that is not Java, or not ours: any program, with the same options, ends, streams and sentinel as a
 * {@link ChildProcess}.
 *
 * <pre>{@code
 * CommandProcess sort = CommandProcess.launch(o -> o.withInput(Input.file(in)).withOutput(Output.file(out)), "sort", "-n");
 * if (!sort.join().isSuccess()) throw new IOException(sort.report().toString());
 * }</pre>
 *
 * <p>No shell reads the words: {@code "sh", "-c", "..."} is one where it is wanted. Options that only a JVM understands are
 * refused.
 *
 * <p><b>If this process dies</b>, even by SIGKILL, the kernel ends the program and its process group. For this the program has
 * descriptor 3 open, on a FIFO. A program that closes descriptors it does not know, or goes into a session of its own, as daemons
 * do, escapes that.
 *
 * <p><b>Cost</b>: the start of a shell that becomes the program; three descriptors while it runs, four with an output file; no thread.
 */
public final class CommandProcess extends SupervisedProcess {
    private final List<String> command;

    private CommandProcess(ProcessOptions options, List<String> command) {
        super(Path.of(command.getFirst()).getFileName() + "", options, new CommandStart(options, command));
        this.command = command;
    }

    /**
     * Makes a process that will run a program; the caller starts it.
     *
     * @param change makes the options out of the default ones
     * @param command the program, found through PATH unless it contains a slash, and its arguments
     * @return the process, not started
     * @throws IllegalArgumentException if there is no program, or if options are given that only a JVM understands
     */
    public static CommandProcess of(UnaryOperator<ProcessOptions> change, List<String> command) {
        List<String> words = List.copyOf(command);
        if (words.isEmpty() || words.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command needs at least the name of a program: " + words);
        }
        ProcessOptions options = change.apply(ProcessOptions.DEFAULTS);
        CommandStart.check(options.child());
        return new CommandProcess(options, words);
    }

    /**
     * Starts a program.
     *
     * @param command the program, found through PATH unless it contains a slash, and its arguments
     * @return the process, started
     * @throws dev.procession.StartException if there is no such program, or it may not be executed
     */
    public static CommandProcess launch(String... command) {
        return launch(o -> o, command);
    }

    /**
     * Starts a program.
     *
     * @param change makes the options out of the default ones
     * @param command the program, found through PATH unless it contains a slash, and its arguments
     * @return the process, started
     * @throws dev.procession.StartException if there is no such program, or it may not be executed
     */
    public static CommandProcess launch(UnaryOperator<ProcessOptions> change, String... command) {
        CommandProcess process = of(change, List.of(command));
        process.start();
        return process;
    }

    /**
     * Returns what was asked for.
     *
     * @return the program and its arguments
     */
    public List<String> command() {
        return command;
    }
}
