package dev.procession.benchmarks.plot;

import java.util.Locale;

/** Writes one SVG picture, from top to bottom. Colours are classes, so that one style sheet serves light and dark pages. */
final class Svg {
    /** Where a text begins or ends. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private static final String STYLE = """
              <style>
                text { font: 12px system-ui, sans-serif; fill: #24292f }
                .head { font-weight: 600; font-size: 13px }
                .faint { fill: #59636e; font-size: 11px }
                .ours { fill: #0969da; stroke: #0969da }
                .other { fill: #818b98; stroke: #818b98 }
                .spread { stroke: #24292f; stroke-width: 1.5 }
                .grid { stroke: #818b98; stroke-opacity: 0.3 }
                @media (prefers-color-scheme: dark) {
                  text { fill: #f0f6fc }
                  .faint { fill: #9198a1 }
                  .ours { fill: #4493f8; stroke: #4493f8 }
                  .spread { stroke: #f0f6fc }
                }
                .ours.hollow, .other.hollow { fill: none; stroke-width: 2 }
              </style>
            """;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final String title;

    /**
     * Begins a picture.
     *
     * @param title what a reader hears who cannot see it
     */
    Svg(int width, String title) {
        this.width = width;
        this.title = title;
    }

    void text(double x, double y, Anchor anchor, String kind, String words) {
        body.append("  <text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
                .formatted(number(x), number(y), anchor.name().toLowerCase(Locale.ROOT), kind, escaped(words)));
    }

    void line(double x1, double y1, double x2, double y2, String kind) {
        body.append("  <line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>\n"
                .formatted(number(x1), number(y1), number(x2), number(y2), kind));
    }

    void rectangle(double x, double y, double wide, double high, String kind) {
        body.append("  <rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"/>\n"
                .formatted(number(x), number(y), number(wide), number(high), kind));
    }

    void circle(double x, double y, double radius, String kind) {
        body.append("  <circle cx=\"%s\" cy=\"%s\" r=\"%s\" class=\"%s\"/>\n"
                .formatted(number(x), number(y), number(radius), kind));
    }

    /** The whole picture, so many pixels high. */
    String end(double height) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%s\" viewBox=\"0 0 %d %s\" role=\"img\">\n"
                        .formatted(width, number(height), width, number(height))
                + "  <title>" + escaped(title) + "</title>\n" + STYLE + body + "</svg>\n";
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A tenth of a pixel is enough, and pictures of two runs can be compared. */
    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
