package dev.procession.benchmarks.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processor time is counted exactly where that can be done, and never missed. */
final class CpuTimeTest {
    /** The coarse count wins only where it is greater by more than it may be wrong. */
    @ParameterizedTest(name = "{0} ns of threads, {1} ticks: {2} ns")
    @CsvSource({"700, 0, 700", "700, 1, 700", "700, 2, 20000000", "40000000, 4, 40000000"})
    void coarseCountFillsIn(long exact, long ticks, long expected) {
        CpuTime then = new CpuTime(Map.of("1", 5_000L), 10);
        CpuTime now = new CpuTime(Map.of("1", 5_000L, "2", exact), 10 + ticks);

        assertThat(now.nanosSince(then)).isEqualTo(expected);
    }

    /** A process that computes is seen to. */
    @Test
    void workIsSeen() throws Exception {
        long pid = ProcessHandle.current().pid();
        CpuTime before = CpuTime.of(pid);
        long start = System.nanoTime();
        long sum = 0;
        while (System.nanoTime() - start < 30_000_000) sum += Long.hashCode(sum + start);

        assertThat(CpuTime.of(pid).nanosSince(before)).as("after %s", sum).isPositive();
    }
}
