package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns raw results into what people read: a table for the terminal and a section of the guide. */
final class Report {
    static final String HOW_TO_READ =
            "Single figures: the median of the rounds (lowest..highest round). Percentiles: over the"
                    + " samples of all rounds (the same percentile of the best..worst round). In each round, one rival runs after the"
                    + " other; k is thousand, M is million.";

    private final Benchmark benchmark;
    private final Results results;

    Report(Benchmark benchmark, Results results) {
        this.benchmark = benchmark;
        this.results = results;
    }

    String plain() {
        return table().plain() + "\n" + HOW_TO_READ + "\nMachine: " + results.machine() + "\n"
                + String.join("", results.remarks().stream().map(r -> r + "\n").toList());
    }

    /**
     * The section of the guide.
     *
     * @param rawLink the raw results, as seen from the page
     * @param plotLinks the plots, as seen from the page
     */
    String section(String rawLink, List<String> plotLinks) {
        StringBuilder page = new StringBuilder();
        page.append("## ").append(benchmark.title()).append("\n\n");
        page.append("Figures of ").append(results.date()).append(" by `./procession bench ");
        page.append(benchmark.name())
                .append("`, from the [raw results](")
                .append(rawLink)
                .append("); rounds: ");
        page.append(roundCount()).append(".\n\n");
        page.append(table().markdown()).append('\n');
        for (String remark : results.remarks()) page.append(remark).append("\n\n");
        page.append("Machine: ").append(results.machine()).append(".\n\n");
        for (String plot : plotLinks) {
            page.append("![")
                    .append(benchmark.title())
                    .append("](")
                    .append(plot)
                    .append(")\n\n");
        }
        budgets(page);
        page.append("What the rows mean:\n\n");
        for (Row row : benchmark.rows()) {
            item(page, row.label() + "** (" + row.unit() + ")", row.meaning());
        }
        page.append("\nWho takes part:\n\n");
        for (Contender one : results.contenders()) {
            item(
                    page,
                    one.title() + "**",
                    one.missing().map(reason -> "missing: " + reason).orElse(one.about()));
        }
        page.append("\nWhat it does not show:\n\n");
        for (String point : benchmark.notShown())
            page.append("- ").append(point).append('\n');
        return page.append('\n').toString();
    }

    private void budgets(StringBuilder page) {
        if (benchmark.budgets().isEmpty()) return;
        // A rival that is not in the results was left out on purpose.
        Set<String> left = new HashSet<>();
        for (Budget budget : benchmark.budgets()) {
            budget.rival().filter(id -> results.contender(id).isEmpty()).ifPresent(left::add);
        }
        page.append(Budget.table(benchmark.budgets().stream()
                        .map(budget -> budget.judge(results, left))
                        .toList())
                .markdown());
        page.append('\n');
    }

    private static void item(StringBuilder page, String head, String text) {
        page.append("- **").append(head).append(": ").append(text).append('\n');
    }

    private int roundCount() {
        return benchmark.rows().stream()
                .flatMap(row -> results.contenders().stream()
                        .map(one -> one.roundsOf(row).size()))
                .max(Integer::compare)
                .orElse(0);
    }

    private TextTable table() {
        List<String> heads = new ArrayList<>(List.of(benchmark.name(), "unit"));
        for (Contender one : results.contenders()) heads.add(one.title());
        TextTable table = new TextTable(heads);
        for (Row row : benchmark.rows()) {
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
        if (rounds.isEmpty()) return one.instead().getOrDefault(row.id(), "not measured");
        List<Double> eachRound = rounds.stream()
                .map(samples -> row.isDistribution() ? Stats.percentile(samples, percent) : samples.getFirst())
                .toList();
        double figure = row.isDistribution()
                ? Stats.percentile(rounds.stream().flatMap(List::stream).toList(), percent)
                : Stats.median(eachRound);
        String spread = eachRound.size() < 2
                ? ""
                : " (" + Figures.brief(Stats.percentile(eachRound, 1)) + ".."
                        + Figures.brief(Stats.percentile(eachRound, 100)) + ")";
        return Figures.brief(figure) + spread;
    }
}
