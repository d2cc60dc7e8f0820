package dev.procession.benchmarks.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.benchmarks.Json;
import dev.procession.benchmarks.JsonObject;
import dev.procession.benchmarks.Machine;
import dev.procession.benchmarks.pool.PoolResults.Contender;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is printed is what was measured, also after it has been written to a file and read again. */
final class PoolReportTest {
    private static final Machine MACHINE = new Machine("a processor", 2, "Linux", "a JVM", "none", "not readable", 0.1);

    private final PoolResults results = new PoolResults(
            "2025-11-21",
            MACHINE,
            List.of(
                    new Contender(
                            "one",
                            "One",
                            "about one",
                            Optional.empty(),
                            Map.of(
                                    Row.MAP, List.of(List.of(30_000.0), List.of(10_000.0), List.of(20_000.0)),
                                    Row.BACK_TO_BACK, List.of(List.of(1.0, 2.0), List.of(3.0, 500.0))),
                            Map.of(Row.DEATH, "never (10 s)")),
                    new Contender("two", "Two", "", Optional.of("not installed"), Map.of(), Map.of())),
            List.of("A remark."));

    /** Rates are medians of rounds, percentiles are over all samples, and words stand where figures are missing. */
    @Test
    void cellsTellMedianSpreadAndWords() {
        String table = new PoolReport(results).plain();

        assertThat(table)
                .containsPattern("map, results in order +tasks/s +20\\.0k \\(10\\.0k\\.\\.30\\.0k\\) +missing")
                .containsPattern("back to back, p50 +µs +2\\.00 \\(1\\.00\\.\\.3\\.00\\)")
                .containsPattern("back to back, p99 +µs +500 \\(2\\.00\\.\\.500\\)")
                .containsPattern("death to outcome, p50 +ms +never \\(10 s\\) +missing")
                .containsPattern("open to first result +ms +not measured")
                .contains("A remark.");
    }

    /** Raw results hold everything that the report needs. */
    @Test
    void reportOfWhatWasReadBackIsTheSame() {
        PoolResults read = PoolResults.fromJson(JsonObject.parse(Json.write(results.toJson())));

        assertThat(new PoolReport(read).plain()).isEqualTo(new PoolReport(results).plain());
        assertThat(new PoolReport(read).guide("raw.json"))
                .isEqualTo(new PoolReport(results).guide("raw.json"))
                .contains("](raw.json)", "about one", "missing: not installed");
    }
}
