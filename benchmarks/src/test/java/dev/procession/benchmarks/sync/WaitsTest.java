package dev.procession.benchmarks.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits are counted in little space, and come back as they were, to 3 %. */
final class WaitsTest {
    /** From a nanosecond to hours. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 63, 64, 65, 1_000, 65_535, 65_536, 1_234_567, 10_000_000_000L, 1L << 62})
    void waitComesBackToThreePercent(long nanos) {
        Waits waits = new Waits();
        waits.add(nanos);

        assertThat(waits.percentile(99)).isCloseTo(nanos, Percentage.withPercentage(3.2));
        assertThat(waits.percentile(99)).isLessThanOrEqualTo(nanos);
    }

    /** A percentile is by nearest rank, over the waits of all processes. */
    @Test
    void percentileIsOverAll() {
        Waits one = new Waits();
        Waits other = new Waits();
        for (int i = 0; i < 98; i++) one.add(10);
        other.add(20);
        other.add(1_000_000);
        one.addAll(other);

        assertThat(one.percentile(98)).isEqualTo(10);
        assertThat(one.percentile(99)).isEqualTo(20);
        assertThat(one.percentile(100)).isCloseTo(1_000_000, within(32_000L));
    }

    /** A clock that went back counts as no wait. */
    @Test
    void negativeWaitIsNone() {
        Waits waits = new Waits();
        waits.add(-5);

        assertThat(waits.percentile(50)).isZero();
    }

    /** Without any wait there is no figure, rather than a zero. */
    @Test
    void nothingHasNoPercentile() {
        assertThatIllegalStateException().isThrownBy(() -> new Waits().percentile(99));
    }
}
