package dev.procession.benchmarks.plot;

import dev.procession.benchmarks.plot.Svg.Anchor;
import java.util.List;

/**
 * Bars from zero to the median, with a stroke from the lowest to the highest round. The scale is linear: the length of a
 * bar means nothing on any other.
 */
final class Bars {
    private static final double THICKNESS = 12;

    private Bars() {}

    /** Draws a panel whose lines have three values each: lowest, median, highest. Returns its height. */
    static double draw(Svg svg, double top, Panel panel) {
        panel.frame(svg, top);
        double most = panel.lines().stream()
                .flatMap(line -> line.values().stream())
                .max(Double::compare)
                .orElse(0.0);
        double scale = most > 0 ? (Panel.RIGHT - Panel.LEFT) / most : 0;
        for (int i = 0; i < panel.lines().size(); i++) {
            Panel.Line line = panel.lines().get(i);
            List<Double> values = line.values();
            double y = top + Panel.middle(i);
            double end = Panel.LEFT;
            if (!values.isEmpty()) {
                double low = Panel.LEFT + values.getFirst() * scale;
                end = Panel.LEFT + values.getLast() * scale;
                svg.rectangle(Panel.LEFT, y - THICKNESS / 2, values.get(1) * scale, THICKNESS, line.kind());
                svg.line(low, y, end, y, "spread");
            }
            svg.text(end + 8, y + 4, Anchor.START, values.isEmpty() ? "faint" : "", line.text());
        }
        svg.line(Panel.LEFT, top + Panel.HEAD_HEIGHT, Panel.LEFT, top + panel.linesHeight(), "grid");
        return panel.linesHeight();
    }
}
