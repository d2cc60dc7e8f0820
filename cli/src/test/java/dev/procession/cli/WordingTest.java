package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Tally.Counts;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said during and after a run. */
final class WordingTest {
    private static final Counts HALF =
            new Counts(OptionalLong.of(60), 27, 2, Map.of("timed out", 1L, "exit 3", 10L), Duration.ofSeconds(20));

    /** With a known number of inputs, the time left is told. */
    @Test
    void progressWithAnEnd() {
        assertThat(Wording.progress(HALF)).isEqualTo("40 of 60, 2.0/s, 2 failed, 11 lost, 10 s left");
    }

    /** Without it, the rest is. */
    @Test
    void progressWithoutAnEnd() {
        var counts = new Counts(OptionalLong.empty(), 0, 0, Map.of(), Duration.ZERO);
        assertThat(Wording.progress(counts)).isEqualTo("0, 0.0/s, 0 failed, 0 lost");
    }

    /** The summary has the losses by kind, in columns. */
    @Test
    void summaryOfACompleteRun() {
        assertThat(Wording.summary(HALF, true)).isEqualTo("""
                done            27
                failed           2
                lost            11
                  exit 3        10
                  timed out      1
                time          20 s
                rate         2.0/s""");
    }

    /** The summary of a run that ended early says how many inputs have no outcome. */
    @Test
    void summaryOfAnEarlyEnd() {
        assertThat(Wording.summary(HALF, false)).containsPattern("not finished +20\n");
    }

    /** Times are as exact as their length makes sense. */
    @ParameterizedTest
    @CsvSource({
        "0,0.0 s",
        "9949,9.9 s",
        "10000,10 s",
        "59999,59 s",
        "60000,1 m 0 s",
        "3599000,59 m 59 s",
        "7260000,2 h 1 m"
    })
    void timesAreShort(long millis, String expected) {
        assertThat(Wording.time(Duration.ofMillis(millis))).isEqualTo(expected);
    }
}
