package dev.procession.storm;

import dev.procession.benchmarks.TextTable;
import java.util.List;

/** The counts of one storm, as a table. */
final class Report {
    private final TextTable table = new TextTable(List.of("storm", "count"));

    void add(String label, long count) {
        table.add(List.of(label, Long.toString(count)));
    }

    void print() {
        System.out.print(table.plain());
    }
}
