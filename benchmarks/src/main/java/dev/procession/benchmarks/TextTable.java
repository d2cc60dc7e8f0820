package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table of text: aligned columns for a terminal, or Markdown. The first column is flush left, the others right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** Begins with the heads of the columns. */
    public TextTable(List<String> heads) {
        rows.add(List.copyOf(heads));
    }

    /** Adds a row, which must have as many cells as there are heads. */
    public void add(List<String> cells) {
        if (cells.size() != rows.getFirst().size())
            throw new IllegalArgumentException("a row has " + cells.size() + " cells");
        rows.add(List.copyOf(cells));
    }

    /** For a terminal. */
    public String plain() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + padding : "   " + padding + row.get(i));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** For the guide. */
    public String markdown() {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            out.append("| ").append(String.join(" | ", row)).append(" |\n");
            if (out.indexOf("\n") == out.length() - 1)
                out.append("|---").append("|--:".repeat(row.size() - 1)).append("|\n");
        }
        return out.toString();
    }
}
