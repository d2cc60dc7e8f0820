package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procession bench}: the benchmarks. */
@Command(
        name = "bench",
        description = "Runs benchmarks beside their rivals.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class BenchCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which ones, such as pool.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Run all of them; takes some twenty minutes.")
    private boolean all;

    @Option(names = "--list", description = "Print what there is, and run nothing.")
    private boolean list;

    @Option(names = "--check", description = "Fail if a rival is missing or a budget is missed.")
    private boolean check;

    @Option(names = "--save", description = "Write the raw results and the guide's page into the source tree.")
    private boolean save;

    @Option(names = "--page", description = "Write the guide's page again, from the raw results, and run nothing.")
    private boolean page;

    @Option(names = "--quick", description = "Only show that everything works: the figures prove nothing.")
    private boolean quick;

    @Option(names = "--without", paramLabel = "RIVAL", split = ",", description = "Leave out these rivals.")
    private List<String> without = List.of();

    @Override
    public Integer call() {
        if (names.isEmpty() && !all && !list && !page) {
            throw new UsageException("missing required parameter: 'NAME'; --list shows them, --all means all of them");
        }
        List<String> words = new ArrayList<>(names);
        if (all) words.add("--all");
        if (list) words.add("--list");
        if (check) words.add("--check");
        if (save) words.add("--save");
        if (page) words.add("--page");
        if (quick) words.add("--quick");
        for (String rival : without) words.addAll(List.of("--without", rival));
        new Delegate("dev.procession.benchmarks.Bench", "procession-benchmarks.jar").main(words.toArray(String[]::new));
        return Status.DONE;
    }
}
