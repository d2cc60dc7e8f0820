package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.Stats;
import dev.procession.benchmarks.TextTable;
import dev.procession.benchmarks.pool.PoolResults.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Turns raw results into what people read: a table for the terminal and the page of the guide. */
final class PoolReport {
    private final PoolResults results;

    PoolReport(PoolResults results) {
        this.results = results;
    }

    String plain() {
        return table().plain() + "\n" + howToRead() + "\n" + "Machine: " + results.machine() + "\n"
                + String.join("", results.remarks().stream().map(r -> r + "\n").toList());
    }

    /**
     * The page of the guide.
     *
     * @param rawLink the raw results, as seen from the page
     */
    String guide(String rawLink) {
        StringBuilder page = new StringBuilder();
        page.append("# Performance of the pool\n\n")
                .append("What a task costs that runs in another process, beside what else there is. ")
                .append("This page is written by `./procession bench pool --save`; do not edit it.\n\n")
                .append("Figures of ")
                .append(results.date())
                .append(", from the [raw results](")
                .append(rawLink)
                .append("). ")
                .append(howToRead())
                .append("\n\n")
                .append(table().markdown())
                .append('\n');
        for (String remark : results.remarks()) page.append(remark).append("\n\n");
        page.append("Machine: ").append(results.machine()).append(".\n\n## What the rows mean\n\n");
        for (Row row : Row.values()) {
            page.append("- **")
                    .append(row.label())
                    .append("** (")
                    .append(row.unit())
                    .append("): ")
                    .append(row.meaning())
                    .append('\n');
        }
        page.append("\n## Who takes part\n\n");
        for (Contender one : results.contenders()) {
            page.append("- **")
                    .append(one.title())
                    .append("**: ")
                    .append(one.missing().map(reason -> "missing: " + reason).orElse(one.about()))
                    .append('\n');
        }
        return page.append("""

                        ## To run it again

                            ./procession bench pool            # prints the table; takes some three minutes
                            ./procession bench pool --check    # and fails if a rival is missing or a budget is missed
                            ./procession bench pool --save     # and writes the raw results and this page

                        Nothing else should run meanwhile: two workers and their parent share the cores.

                        ## What it does not show

                        - Tasks that take time. These only add one to a number, so the figures are all overhead; a task of a
                          millisecond hides most of the differences.
                        - Large inputs and results, and how encoding grows with them.
                        - More than two workers, several threads that submit, or several pools.
                        - Latency with cores pinned. Where two sleepers sit on different cores, waking them costs many times
                          more than on one, for every rival alike; nobody is pinned here.
                        - Memory: each worker of Procession and PP4J is a JVM of its own.
                        - Long-running workers. Every round opens new pools, whose JVMs have had some two seconds to
                          warm up before the first row; threads in the JVM have had all rounds.
                        """).toString();
    }

    /** A percentile over all rounds; empty if the row has no samples. */
    static OptionalDouble percentile(Contender one, Row row, int percent) {
        List<Double> all = one.roundsOf(row).stream().flatMap(List::stream).toList();
        return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Stats.percentile(all, percent));
    }

    private String howToRead() {
        int rounds = results.contenders().stream()
                .mapToInt(one -> one.roundsOf(Row.OPEN).size())
                .max()
                .orElse(0);
        return "Throughput and opening: the median of the rounds (lowest..highest round). Percentiles: over the samples of"
                + " all rounds (the same percentile of the best..worst round). Rounds: " + rounds
                + ", one rival after the other in each; k is thousand, M is million.";
    }

    private TextTable table() {
        List<String> heads = new ArrayList<>(List.of("two workers, small tasks", "unit"));
        for (Contender one : results.contenders()) heads.add(one.title());
        TextTable table = new TextTable(heads);
        for (Row row : Row.values()) {
            if (!row.isDistribution()) table.add(line(row, row.label(), 0));
            for (int percent : row.percentiles()) table.add(line(row, row.label() + ", p" + percent, percent));
        }
        return table;
    }

    private List<String> line(Row row, String label, int percent) {
        List<String> cells = new ArrayList<>(List.of(label, row.unit()));
        for (Contender one : results.contenders()) cells.add(cell(one, row, percent));
        return cells;
    }

    private static String cell(Contender one, Row row, int percent) {
        if (one.missing().isPresent()) return "missing";
        List<List<Double>> rounds = one.roundsOf(row);
        if (rounds.isEmpty()) return one.instead().getOrDefault(row, "not measured");
        List<Double> eachRound = rounds.stream()
                .map(samples -> row.isDistribution() ? Stats.percentile(samples, percent) : samples.getFirst())
                .toList();
        double figure = row.isDistribution() ? percentile(one, row, percent).orElseThrow() : Stats.median(eachRound);
        String spread = eachRound.size() < 2
                ? ""
                : " (" + figure(Stats.percentile(eachRound, 1)) + ".." + figure(Stats.percentile(eachRound, 100)) + ")";
        return figure(figure) + spread;
    }

    /** Three digits that count; thousands as k, millions as M. */
    private static String figure(double value) {
        if (value >= 999_500) return digits(value / 1e6) + "M";
        if (value >= 9_995) return digits(value / 1e3) + "k";
        return value >= 999.5 ? String.format(Locale.ROOT, "%.0f", value) : digits(value);
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f", value);
    }
}
