package dev.procession.benchmarks.plot;

import dev.procession.benchmarks.plot.Svg.Anchor;
import java.util.List;

/** Percentiles on a logarithmic scale: a full dot for the first, hollow ones for the others, a stroke between them. */
final class Dots {
    private static final double RADIUS = 4.5;
    private static final double AXIS_HEIGHT = 18;

    private Dots() {}

    /** Draws a panel and returns its height. */
    static double draw(Svg svg, double top, Panel panel) {
        panel.frame(svg, top);
        double bottom = top + panel.linesHeight();
        List<Double> all = panel.lines().stream()
                .flatMap(line -> line.values().stream())
                .filter(value -> value > 0)
                .toList();
        if (all.isEmpty()) {
            for (int i = 0; i < panel.lines().size(); i++) words(svg, top, panel, i, Panel.LEFT);
            return panel.linesHeight();
        }
        double first = Math.floor(Math.log10(all.stream().min(Double::compare).orElseThrow()));
        double last = Math.ceil(Math.log10(all.stream().max(Double::compare).orElseThrow()));
        if (last == first) last++;
        double decade = (Panel.RIGHT - Panel.LEFT) / (last - first);
        for (int tick = 0; tick <= last - first; tick++) {
            double x = Panel.LEFT + tick * decade;
            svg.line(x, top + Panel.HEAD_HEIGHT, x, bottom, "grid");
            svg.text(x, bottom + 12, Anchor.MIDDLE, "faint", power(first + tick));
        }
        for (int i = 0; i < panel.lines().size(); i++) {
            Panel.Line line = panel.lines().get(i);
            double y = top + Panel.middle(i);
            List<Double> at = line.values().stream()
                    .map(value -> value > 0 ? Panel.LEFT + (Math.log10(value) - first) * decade : Panel.LEFT)
                    .toList();
            if (!at.isEmpty()) svg.line(at.getFirst(), y, at.getLast(), y, line.kind());
            for (int dot = at.size() - 1; dot >= 0; dot--) {
                svg.circle(at.get(dot), y, RADIUS, dot == 0 ? line.kind() : line.kind() + " hollow");
            }
            words(svg, top, panel, i, at.isEmpty() ? Panel.LEFT : at.getLast());
        }
        return panel.linesHeight() + AXIS_HEIGHT;
    }

    private static void words(Svg svg, double top, Panel panel, int i, double x) {
        Panel.Line line = panel.lines().get(i);
        svg.text(x + 10, top + Panel.middle(i) + 4, Anchor.START, line.values().isEmpty() ? "faint" : "", line.text());
    }

    /** A power of ten as people write it. */
    private static String power(double exponent) {
        int places = (int) exponent;
        if (places < 0) return "0." + "0".repeat(-places - 1) + "1";
        String unit = places >= 6 ? "M" : places >= 3 ? "k" : "";
        return "1" + "0".repeat(places % 3) + unit;
    }
}
