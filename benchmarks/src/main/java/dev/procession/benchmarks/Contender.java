package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One rival and what it showed.
 *
 * @param id the word for {@code --without}
 * @param title the head of its column
 * @param about what exactly was measured
 * @param missing why it did not run; empty if it did
 * @param rounds by the id of the row: the figures or samples of each round
 * @param instead by the id of the row: words in place of figures
 */
public record Contender(
        String id,
        String title,
        String about,
        Optional<String> missing,
        Map<String, List<List<Double>>> rounds,
        Map<String, String> instead) {

    /** What each round gave; empty if the row was not measured. */
    public List<List<Double>> roundsOf(Row row) {
        return rounds.getOrDefault(row.id(), List.of());
    }

    /** The one figure that a row comes down to; empty if it was not measured. */
    public OptionalDouble figure(Row row, Pick pick) {
        List<List<Double>> all = roundsOf(row);
        return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(pick.of(all, row.moreIsBetter()));
    }

    Map<String, Object> toJson(List<Row> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("title", title);
        json.put("about", about);
        missing.ifPresent(reason -> json.put("missing", reason));
        List<Object> lines = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("row", row.id());
            one.put("unit", row.unit());
            String words = instead.get(row.id());
            if (words != null) one.put("instead", words);
            one.put("rounds", roundsOf(row));
            lines.add(one);
        }
        json.put("rows", lines);
        return json;
    }

    static Contender fromJson(JsonObject json) {
        Map<String, List<List<Double>>> rounds = new LinkedHashMap<>();
        Map<String, String> instead = new LinkedHashMap<>();
        for (JsonObject one : json.objects("rows")) {
            String row = one.text("row");
            one.optionalText("instead").ifPresent(words -> instead.put(row, words));
            List<List<Double>> samples = new ArrayList<>();
            for (Object round : one.list("rounds")) samples.add(JsonObject.numbers(round));
            if (!samples.isEmpty()) rounds.put(row, samples);
        }
        return new Contender(
                json.text("id"), json.text("title"), json.text("about"), json.optionalText("missing"), rounds, instead);
    }
}
