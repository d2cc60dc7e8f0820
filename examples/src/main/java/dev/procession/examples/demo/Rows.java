package dev.procession.examples.demo;

import dev.procession.pool.Outcome;
import java.util.ArrayList;
import java.util.List;

/** The table of the demonstration: what was expected, what came. */
final class Rows {
    private record Row(String task, String expected, String got, boolean held) {}

    private final List<Row> rows = new ArrayList<>();

    void add(String task, String expected, Outcome<?, ?> outcome, boolean held) {
        add(task, expected, Wording.line(outcome), held);
    }

    void add(String task, String expected, String got, boolean held) {
        rows.add(new Row(task, expected, got, held));
    }

    int size() {
        return rows.size();
    }

    long held() {
        return rows.stream().filter(Row::held).count();
    }

    @Override
    public String toString() {
        int tasks = rows.stream().mapToInt(r -> r.task().length()).max().orElse(0);
        int expectations =
                rows.stream().mapToInt(r -> r.expected().length()).max().orElse(0);
        var text = new StringBuilder();
        String format = "%-4s %-" + Math.max(tasks, 4) + "s  %-" + Math.max(expectations, 8) + "s  %s%n";
        text.append(String.format(format, "", "task", "expected", "got"));
        for (Row row : rows) {
            text.append(String.format(format, row.held() ? "ok" : "BAD", row.task(), row.expected(), row.got()));
        }
        return text.toString();
    }
}
