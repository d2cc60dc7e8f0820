package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.benchmarks.sync.SyncBenchmark;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs in other languages print what the tables want. */
final class SyncRivalsTest {
    /** Each tells a figure, or why there is none, for every row; one that cannot run here names what it lacks. */
    @ParameterizedTest
    @ValueSource(strings = {"python", "pthread"})
    void everyRowIsTold(String id) throws Exception {
        SyncBenchmark benchmark = new SyncBenchmark();
        Recorder recorder = new Recorder();
        try (Rival rival = benchmark.rivals(Effort.QUICK).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow()) {
            if (rival.missing().isPresent()) {
                assertThat(rival.missing().get()).containsAnyOf("python3", "gcc");
                return;
            }
            rival.round(recorder);
        }
        Set<String> told = new HashSet<>(recorder.rounds().keySet());
        told.addAll(recorder.instead().keySet());
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        benchmark.rows().stream().map(Row::id).toList());
    }
}
