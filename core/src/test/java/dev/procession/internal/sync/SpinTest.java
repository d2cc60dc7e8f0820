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
        assertThat(new Spin().until(() -> looks.incrementAndGet() == 1)).isTrue();
        assertThat(looks).hasValue(1);
    }

    /** What comes true while it looks is seen; with one processor it does not look again. */
    @Test
    void severalLooksAreTakenWhereAnotherProcessorCanHelp() {
        var looks = new AtomicInteger();
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        assertThat(new Spin().until(() -> looks.incrementAndGet() == 5)).isEqualTo(several);
    }

    /** What never holds is given up. */
    @Test
    void whatNeverHoldsIsGivenUp() {
        assertThat(new Spin().until(() -> false)).isFalse();
    }

    /** After failures in a row it looks once and gives up, and tries again now and then. */
    @Test
    void failuresMakeItSpinRarely() {
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        Spin spin = new Spin();
        int spins = 0;
        for (int i = 0; i < 36; i++) {
            var looks = new AtomicInteger();
            assertThat(spin.until(() -> looks.incrementAndGet() < 0)).isFalse();
            if (looks.get() > 1) spins++;
        }
        assertThat(spins).isEqualTo(several ? 6 : 0); // four in a row, then one in sixteen
    }

    /** One success makes it try each time again. */
    @Test
    void aSuccessMakesItSpinAgain() {
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        Spin spin = new Spin();
        for (int i = 0; i < 4; i++) spin.until(() -> false);
        var looks = new AtomicInteger();
        while (!spin.until(() -> looks.incrementAndGet() > 32)) looks.set(several ? 0 : looks.get());
        looks.set(0);
        assertThat(spin.until(() -> looks.incrementAndGet() > 2)).isEqualTo(several);
    }
}
