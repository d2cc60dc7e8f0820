package dev.procession.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a thread looks before it sleeps. */
@Timeout(20)
final class SpinTest {
    /** What holds is seen at the first look. */
    @Test
    void oneLookIsEnoughForWhatHolds() {
        var looks = new AtomicInteger();
        assertThat(Spin.until(() -> looks.incrementAndGet() == 1)).isTrue();
        assertThat(looks).hasValue(1);
    }

    /** What comes true while it looks is seen; with one processor it does not look again. */
    @Test
    void severalLooksAreTakenWhereAnotherProcessorCanHelp() {
        var looks = new AtomicInteger();
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        assertThat(Spin.until(() -> looks.incrementAndGet() == 5)).isEqualTo(several);
    }

    /** What never holds is given up. */
    @Test
    void whatNeverHoldsIsGivenUp() {
        assertThat(Spin.until(() -> false)).isFalse();
    }
}
