package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for.
 *
 * @param names the benchmarks, in the order given
 * @param list whether to print what there is instead
 * @param check whether a missing rival or a missed budget is an error
 * @param save whether to write the raw results and the guide's page into the source tree
 * @param without the rivals that are left out
 */
public record BenchOptions(List<String> names, boolean list, boolean check, boolean save, Set<String> without) {

    static final String USAGE = """
            usage: procession bench NAME... [--check] [--save] [--without RIVAL[,RIVAL...]]
                   procession bench --list""";

    static BenchOptions parse(String... words) {
        List<String> names = new ArrayList<>();
        Set<String> without = new TreeSet<>();
        boolean list = false;
        boolean check = false;
        boolean save = false;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            switch (word) {
                case "--list" -> list = true;
                case "--check" -> check = true;
                case "--save" -> save = true;
                case "--without" -> {
                    if (++i == words.length) throw new UsageException("--without needs the name of a rival");
                    without.addAll(List.of(words[i].split(",", -1)));
                }
                default -> {
                    if (word.startsWith("--without=")) {
                        without.addAll(
                                List.of(word.substring("--without=".length()).split(",", -1)));
                    } else if (word.startsWith("-")) {
                        throw new UsageException("unknown option '" + word + "'");
                    } else {
                        names.add(word);
                    }
                }
            }
        }
        if (names.isEmpty() && !list) throw new UsageException("no benchmark is named");
        return new BenchOptions(List.copyOf(names), list, check, save, Set.copyOf(without));
    }
}
