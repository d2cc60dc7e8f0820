package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent back of a result. */
final class ValueTest {

    /** Any object is sent as its text, null too. */
    @Test
    void aResultIsItsText() {
        assertThat(Value.of(List.of(1, 2))).isEqualTo(new Value("[1, 2]", false));
        assertThat(Value.of(null)).isEqualTo(new Value("null", false));
        assertThat(Value.of("")).isEqualTo(new Value("", false));
    }

    /** Text of 64 KiB goes whole, one byte more is cut and said. */
    @Test
    void longTextIsCut() {
        String whole = "x".repeat(64 << 10);
        assertThat(Value.of(whole)).isEqualTo(new Value(whole, false));
        assertThat(Value.of(whole + "x")).isEqualTo(new Value(whole, true));
    }

    /** The limit is one of bytes, and no pair of surrogates is torn. */
    @Test
    void theLimitCountsBytes() {
        for (String letter : List.of("é", "日", "\uD83D\uDE00")) {
            Value value = Value.of("a" + letter.repeat(64 << 10));
            assertThat(value.truncated()).isTrue();
            int bytes = value.text().getBytes(StandardCharsets.UTF_8).length;
            assertThat(bytes).isBetween((64 << 10) - 3, 64 << 10);
            assertThat(value.text()).endsWith(letter);
        }
    }
}
