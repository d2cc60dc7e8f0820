package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written as JSON. */
final class JsonTest {

    /** Members stand in the order in which they were added, on one line. */
    @Test
    void membersKeepTheirOrder() {
        var json = new Json()
                .with("b", "x")
                .with("a", 7)
                .with("t", true)
                .with("list", List.of("1", "2"))
                .with("empty", List.of())
                .with("inner", new Json().with("k", "v"))
                .with("none", new Json());
        assertThat(json)
                .hasToString("{\"b\":\"x\",\"a\":7,\"t\":true,\"list\":[\"1\",\"2\"],\"empty\":[],"
                        + "\"inner\":{\"k\":\"v\"},\"none\":{}}");
    }

    /** What JSON demands is escaped, and all control characters. */
    @Test
    void specialCharactersAreEscaped() {
        assertThat(text("a\"b\\c\n\r\t\0\u001b\u007f/")).isEqualTo("a\\\"b\\\\c\\n\\r\\t\\u0000\\u001b\\u007f/");
    }

    /** Letters of any script stay, and so do pairs of surrogates. */
    @Test
    void otherLettersStay() {
        assertThat(text("äß日\uD83D\uDE00")).isEqualTo("äß日\uD83D\uDE00");
    }

    /** A surrogate without its partner has no UTF-8, so it is escaped. */
    @Test
    void loneSurrogatesAreEscaped() {
        assertThat(text("a\uD83D")).isEqualTo("a\\ud83d");
        assertThat(text("\uDE00\uD83Dx")).isEqualTo("\\ude00\\ud83dx");
    }

    private static String text(String value) {
        String json = new Json().with("v", value).toString();
        return json.substring("{\"v\":\"".length(), json.length() - 2);
    }
}
