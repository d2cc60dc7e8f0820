package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes down what one rival shows. Each call of {@code add} is one round of one row. */
public final class Recorder {
    private final Map<String, List<List<Double>>> rounds = new LinkedHashMap<>();
    private final Map<String, String> instead = new LinkedHashMap<>();

    /** One figure, or the samples, of one round. */
    public void add(String row, List<Double> samples) {
        if (samples.isEmpty()) throw new IllegalArgumentException("no sample of '" + row + "'");
        rounds.computeIfAbsent(row, _ -> new ArrayList<>())
                .add(samples.stream().map(Recorder::rounded).toList());
    }

    /** One figure of one round. */
    public void add(String row, double figure) {
        add(row, List.of(figure));
    }

    /** Words in place of figures: why there are none. */
    public void instead(String row, String words) {
        instead.put(row, words);
    }

    /** Takes down what another program has printed, each line an object with {@code row}, and {@code values} or {@code instead}. */
    public void addLines(List<String> lines) {
        for (String line : lines) {
            JsonObject measured = JsonObject.parse(line);
            String row = measured.text("row");
            Optional<String> words = measured.optionalText("instead");
            if (words.isPresent()) instead(row, words.get());
            else add(row, JsonObject.numbers(measured.list("values")));
        }
    }

    /** Forgets everything: what was recorded was the warm-up. */
    void clear() {
        rounds.clear();
        instead.clear();
    }

    Map<String, List<List<Double>>> rounds() {
        return rounds;
    }

    Map<String, String> instead() {
        return instead;
    }

    /** Clocks are not better than this, and raw results are easier to read. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
