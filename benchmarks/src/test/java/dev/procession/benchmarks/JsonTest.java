package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw results can be read again, and are what was written. */
final class JsonTest {
    /** Everything that can be written is read back equal. */
    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a \"quoted\" \\ line\nand a µ");
        value.put("numbers", List.of(1.5, -2.0e9, 0.001));
        value.put("nested", List.of(List.of(1.0), List.of(), Map.of("flag", true)));
        value.put("empty", Map.of());

        assertThat(Json.read(Json.write(value))).isEqualTo(value);
    }

    /** A text that is cut short or goes on after its value is refused, not guessed at. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\": 1", "[1,]", "\"open", "\"\\u00", "{} {}", "null", "nonsense"})
    void whatIsNotJsonIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text));
    }

    /** Percentiles are values that occurred, by nearest rank; the median of an even number is between the middle two. */
    @Test
    void statisticsAreByNearestRank() {
        List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);

        assertThat(Stats.percentile(values, 50)).isEqualTo(2.0);
        assertThat(Stats.percentile(values, 99)).isEqualTo(4.0);
        assertThat(Stats.percentile(values, 1)).isEqualTo(1.0);
        assertThat(Stats.median(values)).isEqualTo(2.5);
    }
}
