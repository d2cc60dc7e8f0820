package dev.procession.benchmarks.plot;

import dev.procession.benchmarks.plot.Svg.Anchor;
import java.util.List;

/**
 * One row of a benchmark as a part of a picture: a line for each rival.
 *
 * @param title what is measured, with its unit
 * @param lines the rivals
 */
record Panel(String title, List<Line> lines) {
    static final int WIDTH = 760;
    static final int HEAD_HEIGHT = 28;
    static final int LINE_HEIGHT = 22;

    private static final int LABEL_WIDTH = 170;
    private static final int TEXT_WIDTH = 130;

    /** Where the values begin and end. */
    static final int LEFT = LABEL_WIDTH;

    static final int RIGHT = WIDTH - TEXT_WIDTH;

    /**
     * One rival.
     *
     * @param label its name
     * @param isOurs whether it stands out
     * @param values from the lowest to the highest; empty if there are none
     * @param text the values in words, or why there are none
     */
    record Line(String label, boolean isOurs, List<Double> values, String text) {
        String kind() {
            return isOurs ? "ours" : "other";
        }
    }

    /** Where the line of a rival is, counted from the top of the panel. */
    static double middle(int line) {
        return HEAD_HEIGHT + (line + 0.5) * LINE_HEIGHT;
    }

    double linesHeight() {
        return HEAD_HEIGHT + (double) lines.size() * LINE_HEIGHT;
    }

    /** Draws what all kinds of panels have: the title and the names. */
    void frame(Svg svg, double top) {
        svg.text(8, top + 18, Anchor.START, "head", title);
        for (int i = 0; i < lines.size(); i++) {
            svg.text(LEFT - 8, top + middle(i) + 4, Anchor.END, "", lines.get(i).label());
        }
    }
}
