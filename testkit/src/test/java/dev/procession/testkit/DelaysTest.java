package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Delays scale, and waiting looks until it may stop. */
final class DelaysTest {
    /** The property is a positive number, and nothing else is taken for one. */
    @Test
    void refusesAScaleThatIsNone() {
        assertThat(Delays.scale("2.5")).isEqualTo(2.5);
        for (String bad : new String[] {"0", "-1", "fast", "NaN", "1e9"}) {
            assertThatThrownBy(() -> Delays.scale(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + bad + "'");
        }
    }

    /** The four keep their order. */
    @Test
    void areOrdered() {
        assertThat(Delays.BLINK).isLessThan(Delays.SHORT);
        assertThat(Delays.SHORT).isLessThan(Delays.LONG);
        assertThat(Delays.LONG).isLessThan(Delays.WATCHDOG);
    }

    /** A condition is looked at until it holds. */
    @Test
    void waitsUntilAConditionHolds() throws Exception {
        var looks = new AtomicInteger();
        Eventually.holds("three looks", () -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
    }

    /** One that never holds is told, and one that throws is not taken for false. */
    @Test
    void tellsWhatDidNotHold() throws Exception {
        assertThat(Eventually.heldWithin(Duration.ZERO, () -> false)).isFalse();
        assertThatThrownBy(() -> Eventually.heldWithin(Duration.ZERO, () -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken");
    }
}
