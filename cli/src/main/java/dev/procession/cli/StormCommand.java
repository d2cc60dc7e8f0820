package dev.procession.cli;

import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code procession storm}: pools and processes under random kills. */
@Command(
        name = "storm",
        description = {
            "Kills workers at random during one long call, then lets 8 threads open, use, kill and end pools at random,"
                    + " then trees of processes; last, kills processes that share locks and all that goes with them.",
            "Status 0 only if every input had one outcome, every future and tree ended, no wait took 5 s, none for a lock"
                    + " or its like 2 s, what locks guard stayed whole, and nothing is left.",
            "Of 1,000 kills at least 300 must hit a running task, 300 an idle worker and 100 a booting process;"
                    + " a storm that --seconds or --kills makes smaller only counts them."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class StormCommand implements Callable<Integer> {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "End after so long, the same time for each storm; default: when all kills, pools and trees are through.")
    private @Nullable Integer seconds;

    @Option(names = "--seed", paramLabel = "S", description = "Of all random choices; default: random, and printed.")
    private @Nullable Long seed;

    @Option(
            names = "--kills",
            paramLabel = "K",
            description = "Kills of the first storm, and four times those of the fourth; default: 1000.")
    private @Nullable Integer kills;

    @Option(names = "--pools", paramLabel = "P", description = "Pools of the second storm; default: 1000.")
    private @Nullable Integer pools;

    @Option(names = "--trees", paramLabel = "T", description = "Trees of processes of the third storm; default: 300.")
    private @Nullable Integer trees;

    @Option(names = "--only", paramLabel = "STORM", description = "One of the storms: ${COMPLETION-CANDIDATES}.")
    private @Nullable Storms only;

    /** The storms by name. */
    enum Storms {
        /** The first. */
        kills,
        /** The second. */
        pools,
        /** The third. */
        trees,
        /** The fourth. */
        locks
    }

    @Override
    public Integer call() {
        var words = new ArrayList<String>();
        if (seconds != null) words.add("--seconds=" + atLeastOne("--seconds", seconds));
        if (seed != null) words.add("--seed=" + seed);
        if (kills != null) words.add("--kills=" + atLeastOne("--kills", kills));
        if (pools != null) words.add("--pools=" + atLeastOne("--pools", pools));
        if (trees != null) words.add("--trees=" + atLeastOne("--trees", trees));
        if (only != null) words.add("--only=" + only.name().toUpperCase(Locale.ROOT));
        return new Delegate("dev.procession.storm.Storm", "procession-benchmarks.jar")
                .run(words.toArray(String[]::new));
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) throw new UsageException(option + " must be at least 1, was " + value);
        return value;
    }
}
