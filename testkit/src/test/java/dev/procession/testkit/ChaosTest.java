package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The one harm that can be refused. What the others do is seen from outside, by the tests of the pool. */
final class ChaosTest {
    /** Where there is no channel, nothing is overwritten. */
    @Test
    void corruptChannelNeedsAChannel() {
        assertThatThrownBy(Chaos::corruptChannel)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no worker");
    }
}
