package dev.procession.benchmarks.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Its parts, rows, rivals and budgets fit together. */
final class SyncBenchmarkTest {
    private final SyncBenchmark benchmark = new SyncBenchmark();

    /** Every row belongs to one part, and every part has rows. */
    @Test
    void partsGiveAllRows() {
        assertThat(Arrays.stream(Part.values()).flatMap(part -> SyncRows.of(part).stream()))
                .containsExactlyElementsOf(benchmark.rows())
                .extracting(Row::id)
                .doesNotHaveDuplicates();
    }

    /** A budget beside somebody who does not take part would never be met. */
    @Test
    void budgetsAreAboutWhatIsThere() {
        assertThat(benchmark.budgets()).extracting(Budget::row).isSubsetOf(benchmark.rows());
        assertThat(benchmark.budgets())
                .extracting(Budget::rival)
                .filteredOn(Optional::isPresent)
                .extracting(Optional::get)
                .isSubsetOf(
                        benchmark.rivals(Effort.QUICK).stream().map(Rival::id).toList());
    }
}
