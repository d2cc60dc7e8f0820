package dev.procession.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procession.benchmarks.Sample;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Pictures are well-formed, say in text what they show, and draw it to scale. */
final class PlotsTest {
    private static final Sample BENCHMARK = new Sample("sample");

    private final Map<String, String> plots = Plots.of(BENCHMARK, BENCHMARK.results("2025-11-21"));

    /** There is one picture of single figures and one of percentiles. */
    @Test
    void eachKindOfRowHasItsPicture() {
        assertThat(plots).containsOnlyKeys("sample-bars.svg", "sample-percentiles.svg");
    }

    /** Names, figures and reasons are text, whatever signs are in them. */
    @Test
    void textIsText() throws Exception {
        for (String plot : plots.values()) {
            assertThat(texts(parse(plot))).contains("Procession", "A <rival> & co", "Absent", "missing");
        }
        assertThat(texts(parse(plot("bars")))).contains("how fast, tasks/s, more is better", "20.0k", "5000");
        assertThat(texts(parse(plot("percentiles")))).contains("how soon, µs", "2.00 / 500", "never (10 s)");
    }

    /** Bars are as long as their figures are large: 20,000 and 5,000. */
    @Test
    void barsAreToScale() throws Exception {
        List<Element> bars = elements(parse(plot("bars")), "rect");

        assertThat(bars).hasSize(2);
        assertThat(number(bars.get(0), "width") / number(bars.get(1), "width")).isCloseTo(4, within(0.01));
        assertThat(bars.get(0).getAttribute("class")).isEqualTo("ours");
    }

    /** A decade is as wide as every other: from 2 to 500 on a scale from 1 to 1,000. */
    @Test
    void dotsAreOnALogarithmicScale() throws Exception {
        List<Element> dots = elements(parse(plot("percentiles")), "circle");

        double decade = (Panel.RIGHT - Panel.LEFT) / 3.0;
        assertThat(dots).hasSize(2);
        double apart = number(dots.get(0), "cx") - number(dots.get(1), "cx");
        assertThat(apart).isCloseTo(Math.log10(250) * decade, within(0.2));
    }

    /** The style sheet knows dark pages, and nothing paints a background. */
    @Test
    void darkPagesAreProvidedFor() {
        assertThat(plots.values()).allMatch(plot -> plot.contains("prefers-color-scheme: dark"));
        assertThat(plots.values()).noneMatch(plot -> plot.contains("background"));
    }

    private String plot(String kind) {
        return plots.getOrDefault("sample-" + kind + ".svg", "");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document document, String name) {
        var all = new ArrayList<Element>();
        var nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) all.add((Element) nodes.item(i));
        return all;
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
