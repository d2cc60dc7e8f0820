package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed is what was measured, also after it has been written to a file and read again. */
final class ReportTest {
    private final Sample benchmark = new Sample("sample");
    private final Results results = benchmark.results("2025-11-21");

    /** Rates are medians of rounds, percentiles are over all samples, and words stand where figures are missing. */
    @Test
    void cellsTellMedianSpreadAndWords() {
        String table = new Report(benchmark, results).plain();

        assertThat(table)
                .containsPattern(
                        "how fast +tasks/s +20\\.0k \\(10\\.0k\\.\\.30\\.0k\\) +5000 \\(4000\\.\\.6000\\) +missing")
                .containsPattern("how soon, p50 +µs +2\\.00 \\(1\\.00\\.\\.3\\.00\\) +never \\(10 s\\)")
                .containsPattern("how soon, p99 +µs +500 \\(2\\.00\\.\\.500\\)")
                .contains("A remark.");
    }

    /** The section links the raw results and the plots, and tells the budgets, the rivals and what is missing. */
    @Test
    void sectionTellsWhereItComesFrom() {
        String section = new Report(benchmark, results).section("raw.json", List.of("plots/one.svg"));

        assertThat(section)
                .startsWith("## Title of sample")
                .contains("](raw.json)", "](plots/one.svg)", "about ours", "missing: not installed", "Nothing else.")
                .contains("| speed beside the rival |", "| met |");
    }

    /** Raw results hold everything that the report needs. */
    @Test
    void reportOfWhatWasReadBackIsTheSame() {
        Results read = Results.fromJson(JsonObject.parse(Json.write(results.toJson(benchmark.rows()))));

        assertThat(read).isEqualTo(results);
    }
}
