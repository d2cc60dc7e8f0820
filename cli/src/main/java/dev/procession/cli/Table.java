package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;

/** Labels on the left, values on the right, as wide as needed. */
final class Table {
    private record Row(String label, String value) {}

    private final List<Row> rows = new ArrayList<>();

    Table row(String label, long value) {
        return row(label, Long.toString(value));
    }

    Table row(String label, String value) {
        rows.add(new Row(label, value));
        return this;
    }

    /** Returns the lines, without a line end after the last. */
    @Override
    public String toString() {
        int labels = rows.stream().mapToInt(r -> r.label().length()).max().orElse(0);
        int values = rows.stream().mapToInt(r -> r.value().length()).max().orElse(0);
        var lines = rows.stream()
                .map(r -> r.label()
                        + " "
                                .repeat(labels
                                        - r.label().length()
                                        + 2
                                        + values
                                        - r.value().length())
                        + r.value())
                .toList();
        return String.join("\n", lines);
    }
}
