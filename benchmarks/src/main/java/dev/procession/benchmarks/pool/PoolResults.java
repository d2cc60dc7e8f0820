package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.JsonObject;
import dev.procession.benchmarks.Machine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The raw results of one run, as they are kept.
 *
 * @param date the day, as yyyy-mm-dd
 * @param machine where
 * @param contenders who, in the order of the columns
 * @param remarks what else was seen, one sentence each
 */
record PoolResults(String date, Machine machine, List<Contender> contenders, List<String> remarks) {
    private static final int FORMAT = 1;

    /**
     * One rival and what it showed.
     *
     * @param id the word for {@code --without}
     * @param title the head of its column
     * @param about what exactly was measured
     * @param missing why it did not run; empty if it did
     * @param rounds the figures or samples of each round
     * @param instead words in place of figures
     */
    record Contender(
            String id,
            String title,
            String about,
            Optional<String> missing,
            Map<Row, List<List<Double>>> rounds,
            Map<Row, String> instead) {

        List<List<Double>> roundsOf(Row row) {
            return rounds.getOrDefault(row, List.of());
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("title", title);
            json.put("about", about);
            missing.ifPresent(reason -> json.put("missing", reason));
            List<Object> rows = new ArrayList<>();
            for (Row row : Row.values()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("row", row.id());
                one.put("unit", row.unit());
                if (instead.containsKey(row)) one.put("instead", instead.getOrDefault(row, ""));
                one.put("rounds", roundsOf(row));
                rows.add(one);
            }
            json.put("rows", rows);
            return json;
        }

        private static Contender fromJson(JsonObject json) {
            Map<Row, List<List<Double>>> rounds = new EnumMap<>(Row.class);
            Map<Row, String> instead = new EnumMap<>(Row.class);
            for (JsonObject one : json.objects("rows")) {
                Row row = Row.ofId(one.text("row"));
                one.optionalText("instead").ifPresent(words -> instead.put(row, words));
                List<List<Double>> samples = new ArrayList<>();
                for (Object round : one.list("rounds")) samples.add(JsonObject.numbers(round));
                if (!samples.isEmpty()) rounds.put(row, samples);
            }
            return new Contender(
                    json.text("id"),
                    json.text("title"),
                    json.text("about"),
                    json.optionalText("missing"),
                    rounds,
                    instead);
        }
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", "pool");
        json.put("format", FORMAT);
        json.put("date", date);
        json.put("machine", machine.toJson());
        json.put("remarks", remarks);
        json.put("rivals", contenders.stream().map(Contender::toJson).toList());
        return json;
    }

    static PoolResults fromJson(JsonObject json) {
        if (json.number("format") != FORMAT) throw new IllegalArgumentException("raw results of another format");
        List<String> remarks = new ArrayList<>();
        for (Object remark : json.list("remarks")) remarks.add(String.valueOf(remark));
        return new PoolResults(
                json.text("date"),
                Machine.fromJson(json.object("machine")),
                json.objects("rivals").stream().map(Contender::fromJson).toList(),
                remarks);
    }
}
