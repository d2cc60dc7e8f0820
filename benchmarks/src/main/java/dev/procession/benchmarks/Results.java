package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The raw results of one run of one benchmark, as they are kept.
 *
 * @param benchmark its name
 * @param date the day, as yyyy-mm-dd
 * @param machine where
 * @param contenders who, in the order of the columns
 * @param remarks what else was seen, one sentence each
 */
public record Results(
        String benchmark, String date, Machine machine, List<Contender> contenders, List<String> remarks) {
    private static final int FORMAT = 1;

    /** The one of this id; empty if it was left out. */
    public Optional<Contender> contender(String id) {
        return contenders.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    Map<String, Object> toJson(List<Row> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", benchmark);
        json.put("format", FORMAT);
        json.put("date", date);
        json.put("machine", machine.toJson());
        json.put("remarks", remarks);
        json.put("rivals", contenders.stream().map(one -> one.toJson(rows)).toList());
        return json;
    }

    static Results fromJson(JsonObject json) {
        if (json.number("format") != FORMAT) throw new IllegalArgumentException("raw results of another format");
        List<String> remarks = new ArrayList<>();
        for (Object remark : json.list("remarks")) remarks.add(String.valueOf(remark));
        return new Results(
                json.text("benchmark"),
                json.text("date"),
                Machine.fromJson(json.object("machine")),
                json.objects("rivals").stream().map(Contender::fromJson).toList(),
                remarks);
    }
}
