package dev.procession.benchmarks.pool;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Takes down what one rival shows. Each call is one round of one row. */
final class Recorder {
    private final Map<Row, List<List<Double>>> rounds = new EnumMap<>(Row.class);
    private final Map<Row, String> instead = new EnumMap<>(Row.class);

    /** One figure, or the samples, of one round. */
    void add(Row row, List<Double> samples) {
        if (samples.isEmpty()) throw new IllegalArgumentException("no sample of '" + row.label() + "'");
        rounds.computeIfAbsent(row, _ -> new ArrayList<>())
                .add(samples.stream().map(Recorder::rounded).toList());
    }

    void add(Row row, double figure) {
        add(row, List.of(figure));
    }

    /** Words in place of figures: why there are none. */
    void instead(Row row, String words) {
        instead.put(row, words);
    }

    /** Forgets everything: what was recorded was the warm-up. */
    void clear() {
        rounds.clear();
        instead.clear();
    }

    Map<Row, List<List<Double>>> rounds() {
        return rounds;
    }

    Map<Row, String> instead() {
        return instead;
    }

    /** Clocks are not better than this, and raw results are easier to read. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
