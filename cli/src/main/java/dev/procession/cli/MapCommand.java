package dev.procession.cli;

import dev.procession.os.Terminal;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessPool;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procession map}: one method, many inputs. */
@Command(
        name = "map",
        description = {
            "Calls a static method for every input, in worker processes.",
            "An input whose process dies is lost, with the reason; the others are not affected."
        },
        footer = {
            "",
            "Status: 0 all done, 1 some failed or lost, 2 wrong usage, 130 after Ctrl-C.",
            "Words that begin with '-' are inputs only after '--'."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class MapCommand implements Callable<Integer> {
    private static final int MOST_WORKERS = 512;
    private static final int MOST_RETRIES = 100;
    private static final int DEFAULT_COLUMNS = 80;

    @Option(names = "--workers", paramLabel = "n", description = "Worker processes; default: one for each processor.")
    private String workers = "";

    @Option(names = "--timeout", paramLabel = "d", description = "Time limit of a task: 500ms, 5s, 2m; default: none.")
    private String timeout = "";

    @Option(names = "--max-heap", paramLabel = "s", description = "Heap limit of a worker: 64m, 2g.")
    private String maxHeap = "";

    @Option(names = "--retries", paramLabel = "n", description = "Further attempts for a lost task; default: 0.")
    private String retries = "";

    @Option(names = "--ordered", description = "Print outcomes in the order of the inputs.")
    private boolean ordered;

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Write one JSON object a line to a file, or to standard output instead of the plain lines.")
    private String json = "";

    @Option(
            names = "--class-path",
            paramLabel = "CP",
            required = true,
            description = "Folders and jars with the method, separated by ':'.")
    private String classPath = "";

    @Parameters(index = "0", paramLabel = "Class::method", description = "A static method of one String or Path.")
    private String method = "";

    @Parameters(
            index = "1..*",
            paramLabel = "INPUT",
            description = "The inputs; '-', or none, reads them from standard input, one a line.")
    private List<String> inputs = List.of();

    @Override
    public Integer call() throws IOException {
        PoolOptions options = options();
        var userClassPath = ClassPath.parse(classPath);
        List<Path> ownJars = Stream.of(MapCommand.class, ProcessPool.class, Terminal.class)
                .map(MapCommand::jar)
                .distinct()
                .toList();
        Target target = new TargetFinder(userClassPath, ownJars).find(method);
        // The user's classes come first, and nothing that only this command needs comes with them.
        List<Path> all = Stream.concat(userClassPath.entries().stream(), ownJars.stream())
                .toList();
        Screen screen = screen();
        try (var results = Results.open(json, screen)) {
            return new MapRun(options.withClassPath(all), target, ordered, screen, results)
                    .over(new Inputs(inputs, System.in));
        }
    }

    private PoolOptions options() {
        PoolOptions options = PoolOptions.DEFAULTS.withName("map");
        if (!workers.isEmpty()) options = options.withWorkers(Quantities.number("--workers", workers, 1, MOST_WORKERS));
        if (!timeout.isEmpty()) options = options.withTaskTimeout(Quantities.duration("--timeout", timeout));
        if (!maxHeap.isEmpty()) options = options.withMaxHeap(Quantities.heap("--max-heap", maxHeap));
        if (!retries.isEmpty()) options = options.withRetries(Quantities.number("--retries", retries, 0, MOST_RETRIES));
        return options;
    }

    private static Screen screen() {
        Optional<IntSupplier> columns = Terminal.isTerminal(2)
                ? Optional.of(() -> Terminal.columns(2) > 0 ? Terminal.columns(2) : DEFAULT_COLUMNS)
                : Optional.empty();
        // Not System.out, which keeps a broken pipe to itself and has an encoding of its own.
        return new Screen(new FileOutputStream(FileDescriptor.out), System.err, columns);
    }

    private static Path jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no file for " + source.getLocation(), e);
        }
    }
}
