package dev.procession.cli;

import dev.procession.os.NativeAccessDeniedException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The {@code procession} command: finds the command that is named first, and turns mistakes into one sentence. */
@Command(
        name = "procession",
        description = "Runs Java tasks in supervised child processes.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            MapCommand.class,
            DemoCommand.class,
            TourCommand.class,
            BenchCommand.class,
            StormCommand.class,
            DoctorCommand.class
        })
public final class Main implements Callable<Integer> {

    private Main() {}

    /**
     * Runs a command and ends the JVM with its status.
     *
     * @param args the words of the command line
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Main())
                // Inputs are taken as they are: they may begin with '@' or stand in quotes.
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setParameterExceptionHandler(Main::mistaken)
                .setExecutionExceptionHandler((e, commandLine, _) -> broken(e, commandLine))
                .execute(args);
    }

    @Override
    public Integer call() {
        throw new UsageException("no command is given; try 'procession --help'");
    }

    private static int mistaken(ParameterException e, String[] args) {
        return complain(e.getCommandLine().getErr(), Mistake.sentence(e));
    }

    private static int broken(Exception e, CommandLine commandLine) {
        PrintWriter err = commandLine.getErr();
        if (e instanceof UsageException || e instanceof NativeAccessDeniedException)
            return complain(err, String.valueOf(e.getMessage()));
        err.println("procession: this should not have happened; please report it with the lines below");
        e.printStackTrace(err);
        err.flush();
        return Status.SOME_FAILED;
    }

    private static int complain(PrintWriter err, String sentence) {
        err.println("procession: " + sentence);
        err.flush();
        return Status.USAGE;
    }

    /** The version in the manifest of this jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "procession " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
