package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How numbers, durations and sizes of options are read. */
final class QuantitiesTest {

    /** A duration is a whole number with a unit. */
    @ParameterizedTest
    @CsvSource({"500ms,500", "5s,5000", "2m,120000", "1h,3600000", "7S,7000"})
    void durationsAreRead(String text, long millis) {
        assertThat(Quantities.duration("--timeout", text)).isEqualTo(Duration.ofMillis(millis));
    }

    /** Anything else is refused with the option, the text and an example. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5x",
                "-5s",
                "1.5s",
                "0s",
                "5 s",
                "99999999999999999999s",
                "9223372036854775807h",
                "300000000h"
            })
    void otherDurationsAreRefused(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Quantities.duration("--timeout", text))
                .withMessageContainingAll("--timeout", "'" + text + "'", "500ms");
    }

    /** A size is given to the JVM as it is, in lower case. */
    @ParameterizedTest
    @CsvSource({"64m,64m", "2G,2g", "8192k,8192k", "8m,8m"})
    void sizesAreRead(String text, String expected) {
        assertThat(Quantities.heap("--max-heap", text)).isEqualTo(expected);
    }

    /** A size without unit, too small or too large is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"", "64", "m", "7m", "64mb", "-64m", "0g", "8191k", "9999999999g", "99999999999999999999g"})
    void otherSizesAreRefused(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Quantities.heap("--max-heap", text))
                .withMessageContainingAll("--max-heap", "'" + text + "'", "64m");
    }

    /** A number must lie within its bounds, which are named. */
    @Test
    void numbersHaveBounds() {
        assertThat(Quantities.number("--workers", "512", 1, 512)).isEqualTo(512);
        for (String text : new String[] {"0", "513", "x", "", "1e2", "-1"}) {
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> Quantities.number("--workers", text, 1, 512))
                    .withMessageContainingAll("--workers", "1 to 512", "'" + text + "'");
        }
    }
}
