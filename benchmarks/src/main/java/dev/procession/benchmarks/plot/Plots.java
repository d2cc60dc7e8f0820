package dev.procession.benchmarks.plot;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Contender;
import dev.procession.benchmarks.Figures;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Results;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import dev.procession.benchmarks.Stats;
import dev.procession.benchmarks.plot.Panel.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pictures of one benchmark: one of bars for its single figures, one of dots for its percentiles. */
public final class Plots {
    private static final double GAP = 14;

    private Plots() {}

    /** Returns the pictures by the names of their files. */
    public static Map<String, String> of(Benchmark benchmark, Results results) {
        Map<String, String> plots = new LinkedHashMap<>();
        List<Row> single = measured(benchmark, results, false);
        List<Row> distributions = measured(benchmark, results, true);
        if (!single.isEmpty()) {
            plots.put(
                    benchmark.name() + "-bars.svg",
                    picture(benchmark, results, single, "the bar ends at the median, the stroke spans the rounds"));
        }
        if (!distributions.isEmpty()) {
            plots.put(
                    benchmark.name() + "-percentiles.svg",
                    picture(benchmark, results, distributions, "full dot: median, ring: 99th percentile; logarithmic"));
        }
        return plots;
    }

    private static List<Row> measured(Benchmark benchmark, Results results, boolean distributions) {
        return benchmark.rows().stream()
                .filter(row -> row.isDistribution() == distributions)
                .filter(row -> results.contenders().stream()
                        .anyMatch(one -> !one.roundsOf(row).isEmpty()))
                .toList();
    }

    private static String picture(Benchmark benchmark, Results results, List<Row> rows, String howToRead) {
        Svg svg = new Svg(Panel.WIDTH, benchmark.title() + "; " + howToRead);
        double top = 0;
        for (Row row : rows) {
            top += row.isDistribution()
                    ? Dots.draw(svg, top, percentiles(results, row))
                    : Bars.draw(svg, top, figures(results, row));
            top += GAP;
        }
        svg.text(8, top + 8, Svg.Anchor.START, "faint", results.date() + "; " + howToRead);
        return svg.end(top + 16);
    }

    private static Panel figures(Results results, Row row) {
        String better = row.moreIsBetter() ? ", more is better" : ", less is better";
        return panel(row, better, results, one -> {
            List<Double> all =
                    one.roundsOf(row).stream().flatMap(List::stream).sorted().toList();
            return all.isEmpty() ? all : List.of(all.getFirst(), Stats.median(all), all.getLast());
        });
    }

    private static Panel percentiles(Results results, Row row) {
        return panel(row, "", results, one -> {
            List<Double> all = one.roundsOf(row).stream().flatMap(List::stream).toList();
            if (all.isEmpty()) return all;
            return row.percentiles().stream()
                    .map(percent -> Stats.percentile(all, percent))
                    .toList();
        });
    }

    private static Panel panel(Row row, String better, Results results, Values values) {
        List<Line> lines = results.contenders().stream()
                .map(one -> new Line(one.title(), one.id().equals(Rival.OURS), values.of(one), text(one, row)))
                .toList();
        return new Panel(row.label() + ", " + row.unit() + better, lines);
    }

    private static String text(Contender one, Row row) {
        if (one.missing().isPresent()) return "missing";
        if (one.roundsOf(row).isEmpty()) return one.instead().getOrDefault(row.id(), "not measured");
        if (!row.isDistribution())
            return Figures.brief(one.figure(row, Pick.MEDIAN).orElseThrow());
        List<Double> all = one.roundsOf(row).stream().flatMap(List::stream).toList();
        return row.percentiles().stream()
                .map(percent -> Figures.brief(Stats.percentile(all, percent)))
                .collect(Collectors.joining(" / "));
    }

    /** The values of one rival, from the lowest to the highest. */
    private interface Values {
        List<Double> of(Contender one);
    }
}
