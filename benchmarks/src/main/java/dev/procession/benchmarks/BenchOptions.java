package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for.
 *
 * @param names the benchmarks, in the order given
 * @param all whether all of them are meant
 * @param list whether to print what there is instead
 * @param check whether a missing rival or a missed budget is an error
 * @param save whether to write the raw results and the guide's page into the source tree
 * @param page whether only to write the page again, from the raw results that are kept
 * @param quick whether only to show that everything works
 * @param without the rivals that are left out
 */
public record BenchOptions(
        List<String> names,
        boolean all,
        boolean list,
        boolean check,
        boolean save,
        boolean page,
        boolean quick,
        Set<String> without) {

    static final String USAGE = """
            usage: procession bench NAME...|--all [--check] [--save] [--quick] [--without RIVAL[,RIVAL...]]
                   procession bench --page
                   procession bench --list""";

    private static final String WITHOUT = "--without";

    static BenchOptions parse(String... words) {
        List<String> names = new ArrayList<>();
        Set<String> without = new TreeSet<>();
        Set<String> flags = new TreeSet<>();
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            switch (word) {
                case "--all", "--list", "--check", "--save", "--page", "--quick" -> flags.add(word);
                case WITHOUT -> {
                    if (++i == words.length) throw new UsageException("--without needs the name of a rival");
                    without.addAll(List.of(words[i].split(",", -1)));
                }
                default -> {
                    if (word.startsWith(WITHOUT + "=")) {
                        without.addAll(
                                List.of(word.substring(WITHOUT.length() + 1).split(",", -1)));
                    } else if (word.startsWith("-")) {
                        throw new UsageException("unknown option '" + word + "'");
                    } else {
                        names.add(word);
                    }
                }
            }
        }
        var options = new BenchOptions(
                List.copyOf(names),
                flags.contains("--all"),
                flags.contains("--list"),
                flags.contains("--check"),
                flags.contains("--save"),
                flags.contains("--page"),
                flags.contains("--quick"),
                Set.copyOf(without));
        options.checkSense();
        return options;
    }

    private void checkSense() {
        if (names.isEmpty() && !all && !list && !page) throw new UsageException("no benchmark is named");
        if (all && !names.isEmpty()) throw new UsageException("--all and the name of a benchmark exclude each other");
        if (page && (all || !names.isEmpty())) {
            throw new UsageException(
                    "--page writes the page from what is kept, and runs nothing; for more, see --save");
        }
        if (quick && (save || check)) {
            throw new UsageException("the figures of --quick prove nothing: it goes with neither --save nor --check");
        }
    }
}
