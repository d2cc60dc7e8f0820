package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that make no sense together are refused before anything runs. */
final class BenchOptionsTest {
    /** Each refusal says what is wrong. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--check                | no benchmark is named",
                "pool --all             | exclude each other",
                "pool --quick --check   | prove nothing",
                "--all --quick --save   | prove nothing",
                "pool --page            | runs nothing",
                "pool --without         | needs the name of a rival",
                "pool --fast            | unknown option '--fast'",
            })
    void nonsenseIsRefused(String words, String complaint) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> BenchOptions.parse(words.split(" ", -1)))
                .withMessageContaining(complaint);
    }

    /** Rivals may be named one by one or together. */
    @Test
    void rivalsToLeaveOutAddUp() {
        BenchOptions options = BenchOptions.parse("--all", "--check", "--without", "a,b", "--without=c");

        assertThat(options.without()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(options.all()).isTrue();
    }
}
