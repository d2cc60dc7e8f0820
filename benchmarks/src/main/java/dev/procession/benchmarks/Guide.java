package dev.procession.benchmarks;

import dev.procession.benchmarks.plot.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The raw results in the source tree, and the page that is made of the newest of each benchmark: so a run of one of them
 * leaves the sections of the others as they are.
 */
final class Guide {
    private static final String RESULTS = "benchmarks/results";
    private static final String PAGE = "docs/guide/performance.md";
    private static final String PLOTS = "docs/guide/plots";

    private static final String INTRODUCTION = """
            # Performance

            What Procession costs, and what else there is, measured side by side in the same run. This page is written by \
            `./procession bench --all --save` from the newest raw results of each benchmark; do not edit it.

            """;

    private static final String AGAIN = """
            ## To run it again

                ./procession bench --list             # what there is
                ./procession bench pool               # prints one table
                ./procession bench --all --check      # all of them; fails if a rival is missing or a budget is missed
                ./procession bench --all --save       # and writes the raw results, this page and its plots
                ./procession bench --all --quick      # only shows that everything works; its figures prove nothing

            Nothing else should run meanwhile: workers and their parent share the cores.
            """;

    private final Path root;
    private final List<Benchmark> benchmarks;

    Guide(Path root, List<Benchmark> benchmarks) {
        this.root = root;
        this.benchmarks = benchmarks;
    }

    /** Writes raw results; a second run of a day replaces the first. */
    Path keep(Benchmark benchmark, Results results) throws IOException {
        String day = LocalDate.parse(results.date()).format(DateTimeFormatter.BASIC_ISO_DATE);
        Path raw = root.resolve(RESULTS).resolve(benchmark.name() + "-" + day + ".json");
        Files.createDirectories(raw.getParent());
        return Files.writeString(raw, Json.write(results.toJson(benchmark.rows())));
    }

    /** Writes the page and its plots from what is in the files, so that what it says can be found there. */
    List<Path> write() throws IOException {
        List<Path> written = new ArrayList<>();
        Path page = root.resolve(PAGE);
        Files.createDirectories(root.resolve(PLOTS));
        StringBuilder text =
                new StringBuilder(INTRODUCTION).append(Report.HOW_TO_READ).append("\n\n");
        for (Benchmark benchmark : benchmarks) {
            Optional<Path> raw = newest(benchmark);
            if (raw.isEmpty()) continue;
            Results results = Results.fromJson(JsonObject.parse(Files.readString(raw.get())));
            List<String> links = new ArrayList<>();
            for (var plot : Plots.of(benchmark, results).entrySet()) {
                Path file = root.resolve(PLOTS).resolve(plot.getKey());
                written.add(Files.writeString(file, plot.getValue()));
                links.add("plots/" + plot.getKey());
            }
            text.append(new Report(benchmark, results)
                    .section("../../" + RESULTS + "/" + raw.get().getFileName(), links));
        }
        written.add(Files.writeString(page, text.append(AGAIN).toString()));
        return written;
    }

    /** The names end in the day, so the greatest is the newest. */
    private Optional<Path> newest(Benchmark benchmark) throws IOException {
        Path folder = root.resolve(RESULTS);
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(benchmark.name() + "-\\d{8}\\.json"))
                    .max(Path::compareTo);
        }
    }
}
