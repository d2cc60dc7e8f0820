package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page has a section for every benchmark that was ever run, each from its newest raw results. */
final class GuideTest {
    private static final Sample ONE = new Sample("one");
    private static final Sample TWO = new Sample("two");

    @TempDir
    private Path root;

    /** A run of one benchmark leaves the section of another as it was. */
    @Test
    void runOfOneKeepsTheOthers() throws IOException {
        Guide guide = new Guide(root, List.of(ONE, TWO));
        guide.keep(TWO, TWO.results("2025-11-20"));
        guide.write();
        guide.keep(ONE, ONE.results("2025-11-21"));
        guide.write();

        assertThat(page())
                .containsSubsequence(
                        "## Title of one",
                        "results/one-20251121.json",
                        "## Title of two",
                        "results/two-20251120.json",
                        "## To run it again");
    }

    /** The newest results count, whenever they were written. */
    @Test
    void newestResultsCount() throws IOException {
        Guide guide = new Guide(root, List.of(ONE));
        guide.keep(ONE, ONE.results("2025-12-01"));
        guide.keep(ONE, ONE.results("2025-11-30"));
        guide.write();

        assertThat(page()).contains("one-20251201.json").doesNotContain("one-20251130.json");
    }

    /** Every picture that the page shows is there, and so are the raw results. */
    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Guide guide = new Guide(root, List.of(ONE));
        guide.keep(ONE, ONE.results("2025-12-01"));
        List<Path> written = guide.write();

        assertThat(written).hasSize(3).allMatch(Files::isRegularFile);
        assertThat(page()).contains("](plots/one-bars.svg)", "](plots/one-percentiles.svg)");
        assertThat(root.resolve("docs/guide/../../benchmarks/results/one-20251201.json"))
                .exists();
    }

    private String page() throws IOException {
        return Files.readString(root.resolve("docs/guide/performance.md"));
    }
}
